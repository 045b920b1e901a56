import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { Redis } from 'ioredis'

/** A redis-server of the test's own, on a free port, that keeps nothing on disk and can be stopped. */
export interface TestRedis {
  url: string
  port: number
  stop: () => Promise<void>
  start: () => Promise<void>
  /** Removes every key. */
  empty: () => Promise<void>
}

export async function startRedis(): Promise<TestRedis> {
  const port = await freePort()
  let process: ChildProcess | undefined
  const start = async () => {
    const started = spawn(
      'redis-server',
      [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--appendonly',
        'no',
        '--dir',
        '/tmp',
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    process = started
    // Without redis-server the tests fail here: they are never skipped.
    await new Promise<void>((resolve, reject) => {
      started.once('error', reject)
      started.once('exit', (code) => reject(new Error(`redis-server ended with code ${code}`)))
      started.stdout?.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('Ready to accept connections')) resolve()
      })
    })
  }
  const stop = async () => {
    if (!process || process.exitCode !== null) return
    process.removeAllListeners('exit')
    const ended = once(process, 'exit')
    process.kill('SIGKILL')
    await ended
    process = undefined
  }
  await start()
  const url = `redis://127.0.0.1:${port}`
  const empty = async () => {
    const client = new Redis(url)
    await client.flushall()
    client.disconnect()
  }
  return { url, port, start, stop, empty }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
