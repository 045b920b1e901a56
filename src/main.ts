import { run } from '@grammyjs/runner'
import { createApp } from './app.ts'
import { ConfigError, readConfig } from './config.ts'
import { createRoutes, listen } from './http/server.ts'
import { KnowledgeError } from './knowledge/load.ts'
import { createLog, safeError } from './log.ts'
import { publishProfile } from './telegram/profile.ts'

/** `npm start`: the bot, by long polling or by webhook. The only reader of the environment. */

/** Kinds of updates that Tirek asks Telegram for. */
const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  const app = createApp(config, { log })
  app.metrics.collectProcess()

  let ready = false
  const { transport } = config
  const webhook =
    transport.kind === 'webhook'
      ? { path: transport.url.pathname, secret: transport.secret }
      : undefined
  const options = { host: config.host, port: config.port, ...(webhook ? { webhook } : {}) }
  const server = await listen(
    createRoutes(app, options, () => ready),
    options,
  )

  // Health is served from here on; Telegram may take its time, and is asked until it answers.
  await Promise.all([app.bot.init(), app.ready()])
  let stopReceiving: () => Promise<void>
  if (transport.kind === 'webhook') {
    await app.bot.api.setWebhook(transport.url.href, {
      secret_token: transport.secret,
      allowed_updates: ALLOWED_UPDATES,
    })
    stopReceiving = async () => {}
  } else {
    await app.bot.api.deleteWebhook()
    const runner = run(app.bot, { runner: { fetch: { allowed_updates: ALLOWED_UPDATES } } })
    stopReceiving = () => runner.stop()
  }
  ready = true
  log.info('started', {
    transport: transport.kind,
    store: config.store.kind,
    port: server.port,
    topics: app.knowledge.topics.length,
  })
  void publishProfile(app.bot.api, log)

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    ready = false
    // What is being answered is answered; nothing new is taken.
    await stopReceiving()
    await server.close()
    await app.close()
    log.info('stopped')
  }
  process.once('SIGINT', () => void stop())
  process.once('SIGTERM', () => void stop())
}

try {
  await main()
} catch (error) {
  if (error instanceof ConfigError || error instanceof KnowledgeError) console.error(error.message)
  else console.error('Tirek could not start:', JSON.stringify(safeError(error)))
  process.exitCode = 1
  // A listening port or an open connection must not keep a bot alive that did not start.
  process.exit()
}
