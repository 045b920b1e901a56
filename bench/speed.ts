import { Bot } from 'grammy'
import { createApp, KNOWLEDGE_FOLDER, loadModel } from '../src/app.ts'
import { LOCAL_BOT, LocalBotApi } from '../src/cli/local-bot-api.ts'
import { createResponder } from '../src/core/reply.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { LANGS } from '../src/knowledge/schema.ts'
import { createLog } from '../src/log.ts'
import { benchGrowth, benchOddInputs } from './growth.ts'
import { table, timing } from './measure.ts'
import { benchStart } from './start.ts'

const ROUNDS = 2000
const WARM_UP = 300

/**
 * How long a reply takes to compute, and a whole update to handle on the embedded store, with a bare
 * grammY echo over the same in-process Bot API as the unit; then odd messages, ten times the
 * knowledge, and the start of the real process. All in one run: machines are noisy.
 */
export async function benchSpeed(): Promise<void> {
  const knowledge = loadKnowledge(KNOWLEDGE_FOLDER)
  const model = loadModel()
  const responder = createResponder(knowledge, model)
  const questions = knowledge.topics.flatMap((topic) => LANGS.flatMap((lang) => topic[lang].ask))
  const questionAt = (round: number) => questions[(round * 7919) % questions.length] ?? ''

  const core: number[] = []
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const text = questionAt(Math.abs(round))
    const from = performance.now()
    responder.reply({ text })
    if (round >= 0) core.push((performance.now() - from) * 1000)
  }

  const echoApi = new LocalBotApi()
  const echo = new Bot('1:bench', { botInfo: LOCAL_BOT, client: { fetch: echoApi.fetch as never } })
  echo.on('message:text', (ctx) => ctx.reply(ctx.message.text))
  const echoTimes = await timeUpdates(echoApi, questionAt, (update) => echo.handleUpdate(update))

  const api = new LocalBotApi()
  const app = createApp(
    {
      botToken: '1:bench-bench-bench',
      apiRoot: 'http://local.invalid',
      store: { kind: 'memory' },
      now: undefined,
    },
    {
      log: createLog('silent'),
      fetch: api.fetch,
      botInfo: LOCAL_BOT,
      knowledge,
      responder,
      // Fifty chats ask faster than any person: what is measured is the answer, not the refusal.
      unlimited: true,
    },
  )
  const updateTimes = await timeUpdates(api, questionAt, (update) => app.handleUpdate(update))
  await app.close()

  const unit = timing(echoTimes).p50
  const row = (what: string, times: readonly number[]) => {
    const { p50, p99, max } = timing(times)
    return {
      what,
      'p50 µs': p50,
      'p99 µs': p99,
      'max µs': max,
      'echoes (p50)': Math.round((p50 / unit) * 10) / 10,
    }
  }
  console.log(
    table([
      row('bare grammY echo', echoTimes),
      row('core reply', core),
      row('whole update, embedded store', updateTimes),
    ]),
  )
  console.log('')
  benchOddInputs(responder)
  benchGrowth(knowledge, model, questions)
  await benchStart(questions)
}

async function timeUpdates(
  api: LocalBotApi,
  textAt: (round: number) => string,
  handle: (update: ReturnType<LocalBotApi['messageUpdate']>) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = []
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const update = api.messageUpdate(
      { id: 1 + Math.abs(round % 50) },
      { text: textAt(Math.abs(round)) },
    )
    const from = performance.now()
    await handle(update)
    if (round >= 0) times.push((performance.now() - from) * 1000)
    api.calls.length = 0
  }
  return times
}
