import { createInterface } from 'node:readline'
import type { InlineKeyboardButton } from 'grammy/types'
import { createApp } from '../app.ts'
import { createLog } from '../log.ts'
import { type ChatEvent, LOCAL_BOT, LocalBotApi, type ShownMessage } from './local-bot-api.ts'

/**
 * `npm run chat`: the bot in the terminal. The same middleware, conversations and store as in
 * Telegram, over a Bot API inside this process; nothing is written to disk and nothing leaves it.
 * Type a question, a command, or the number of a button. Works with piped input too.
 */

const PERSON = { id: 1001, language_code: (process.env.LANG ?? '').startsWith('ru') ? 'ru' : 'kk' }

const api = new LocalBotApi()
const app = createApp(
  {
    botToken: '1:terminal-terminal',
    apiRoot: 'http://local.invalid',
    store: { kind: 'memory' },
    now: process.env.TIREK_NOW ? new Date(process.env.TIREK_NOW) : undefined,
  },
  {
    log: createLog(process.env.LOG_LEVEL ?? 'silent'),
    fetch: api.fetch,
    botInfo: LOCAL_BOT,
    unlimited: true,
  },
)

const interactive = process.stdin.isTTY === true
const paint = (code: number, text: string) =>
  process.stdout.isTTY ? `\u001b[${code}m${text}\u001b[0m` : text

/** Buttons of the messages that stand, by the number that was printed beside them. */
let pressable: { button: InlineKeyboardButton; message: ShownMessage }[] = []

api.onEvent = (event: ChatEvent) => {
  if (event.kind === 'notice') return console.log(paint(33, `\n  (${event.text})`))
  if (event.kind === 'deleted')
    return console.log(paint(2, '\n  (хабар өшірілді · сообщение удалено)'))
  const { message } = event
  if (event.kind === 'edited')
    pressable = pressable.filter((each) => each.message.id !== message.id)
  else pressable = []
  console.log(`\n${bolden(message)}`)
  if (message.document) console.log(paint(35, `  📎 ${message.document.name}`))
  for (const row of message.buttons) {
    const labels = row.map((button) => {
      pressable.push({ button, message })
      return paint(36, `[${pressable.length}] ${button.text}`)
    })
    console.log(`  ${labels.join('   ')}`)
  }
}

/** The text with its bold parts bold, indented as a bubble is. */
function bolden({ text, entities }: ShownMessage): string {
  let painted = ''
  let from = 0
  for (const { type, offset, length } of [...entities].sort((a, b) => a.offset - b.offset)) {
    if ((type !== 'bold' && type !== 'italic') || offset < from) continue
    painted +=
      text.slice(from, offset) + paint(type === 'bold' ? 1 : 2, text.slice(offset, offset + length))
    from = offset + length
  }
  return `${painted}${text.slice(from)}`.replaceAll(/^/gm, '  ')
}

async function take(line: string): Promise<void> {
  const number = /^\d{1,2}$/.test(line) ? Number(line) : 0
  const chosen = pressable[number - 1]
  if (!chosen) return void (await app.handleUpdate(api.messageUpdate(PERSON, { text: line })))
  const { button, message } = chosen
  if ('callback_data' in button)
    await app.handleUpdate(api.pressUpdate(PERSON, message, button.callback_data))
  else if ('copy_text' in button) console.log(paint(33, `\n  (${button.copy_text.text})`))
}

if (interactive) {
  console.log(
    paint(
      2,
      'Тірек. Сұрағыңызды немесе батырманың нөмірін жазыңыз · Напишите вопрос или номер кнопки (Ctrl+D — шығу, выход)',
    ),
  )
  await take('/start')
}
const lines = createInterface({
  input: process.stdin,
  output: interactive ? process.stdout : undefined,
  prompt: '\n› ',
})
if (interactive) lines.prompt()
for await (const line of lines) {
  const text = line.trim()
  if (text !== '') {
    if (!interactive) console.log(`\n› ${text}`)
    await take(text)
  }
  if (interactive) lines.prompt()
}
await app.close()
