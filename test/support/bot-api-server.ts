import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { LocalBotApi } from '../../src/cli/local-bot-api.ts'

/** The local Bot API over real HTTP on a free port of the loopback. */
export interface BotApiServer {
  api: LocalBotApi
  root: string
  close: () => Promise<void>
}

export async function startBotApi(): Promise<BotApiServer> {
  const api = new LocalBotApi()
  const server = createServer((request, response) => {
    void (async () => {
      const bytes = await buffer(request)
      const headers = { 'content-type': request.headers['content-type'] ?? 'application/json' }
      const body = headers['content-type'].startsWith('multipart/') ? bytes : bytes.toString()
      const answer = await api.fetch(`http://local${request.url}`, {
        method: 'POST',
        headers,
        body,
      })
      // Long polling that finds nothing would spin: hold it for a moment, as Telegram does.
      if (request.url?.endsWith('/getUpdates'))
        await new Promise((resolve) => setTimeout(resolve, 20))
      response.writeHead(answer.status, { 'content-type': 'application/json' })
      response.end(await answer.text())
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    api,
    root: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
