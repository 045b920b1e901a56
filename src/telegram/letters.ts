import { Composer, InputFile } from 'grammy'
import { cleanFact, composeLetter } from '../core/letter.ts'
import type { Lang, Letter } from '../knowledge/schema.ts'
import type { FactChoice } from './callback.ts'
import type { TirekContext } from './context.ts'
import { type Draft, LETTER_SECONDS, letterVersion } from './drafts.ts'
import { factAt } from './keyboards.ts'
import { renderFact, renderLetterEnd, renderLetterText, renderWaiting } from './render.ts'
import { viewOf } from './screens.ts'
import { send, show } from './send.ts'

/**
 * Letters: facts are asked one by one and put together, and all is forgotten. No grammY conversation:
 * its record would hold every message as it came; a draft holds the facts alone, sealed.
 */

interface Running {
  letter: Letter
  draft: Draft
}

const chatOf = (ctx: TirekContext): number => {
  if (ctx.chatId === undefined) throw new TypeError('Expected an update of a chat')
  return ctx.chatId
}

/** The letter under way in this chat. One whose file has changed since is gone. */
async function runningLetter(ctx: TirekContext): Promise<Running | 'changed' | undefined> {
  const { drafts, knowledge } = ctx.services
  const draft = await drafts.read(chatOf(ctx))
  if (!draft) return undefined
  const letter = knowledge.letters.get(draft.letter)
  if (letter && letterVersion(letter, knowledge.letterFacts) === draft.version)
    return { letter, draft }
  await drafts.erase(chatOf(ctx))
  return 'changed'
}

/** What a letter asks for now: what happened, or a name, a date, an address. */
export async function letterAsks(ctx: TirekContext): Promise<'story' | 'field' | undefined> {
  const running = await runningLetter(ctx)
  if (running === undefined || running === 'changed' || running.draft.waiting) return undefined
  const fact = factAt(running.letter, running.draft.at)
  return ctx.services.knowledge.letterFacts[fact ?? '']?.story ? 'story' : 'field'
}

/** Begins a letter; a flow or letter that was under way ends. */
export async function enterLetter(ctx: TirekContext, letter: Letter, lang: Lang): Promise<void> {
  const { drafts, knowledge, metrics, now, today } = ctx.services
  await ctx.conversation.exitAll()
  const draft: Draft = {
    letter: letter.id,
    version: letterVersion(letter, knowledge.letterFacts),
    lang,
    day: today(),
    at: 0,
    facts: {},
    until: now() + LETTER_SECONDS * 1000,
    waiting: false,
  }
  await drafts.write(chatOf(ctx), draft)
  metrics.letters.inc({ letter: letter.id, event: 'started' })
  await send(ctx, renderFact(letter, 0, viewOf(ctx, lang)))
}

/** Ends the letter under way, if there is one. */
export async function leaveLetter(ctx: TirekContext): Promise<boolean> {
  return await ctx.services.drafts.erase(chatOf(ctx))
}

/** A press under a question of a letter. False where that question is not the one that is asked now. */
export async function pressFact(
  ctx: TirekContext,
  press: { letter: string; fact: string; choice: FactChoice },
): Promise<boolean> {
  const running = await runningLetter(ctx)
  if (running === undefined || running === 'changed') return false
  const { letter, draft } = running
  if (letter.id !== press.letter || factAt(letter, draft.at) !== press.fact) return false
  const view = viewOf(ctx, draft.lang)
  if (press.choice === 'x') {
    await leaveLetter(ctx)
    ctx.services.metrics.letters.inc({ letter: letter.id, event: 'left' })
    await ctx.editMessageText(view.words('letters.left'))
    return true
  }
  const facts = { ...draft.facts }
  if (press.choice !== 'go') delete facts[press.fact]
  const steps = { skip: 1, back: -1, go: 0 }[press.choice]
  const at = Math.max(0, draft.at + steps)
  await goOn(ctx, { letter, draft: { ...draft, facts, at, waiting: false } }, show)
  return true
}

/** Asks what is to be asked next, or finishes. */
async function goOn(ctx: TirekContext, running: Running, put: typeof send): Promise<void> {
  const { letter, draft } = running
  if (draft.at >= letter.facts.length) return await finishLetter(ctx, running)
  await ctx.services.drafts.write(chatOf(ctx), draft)
  await put(ctx, renderFact(letter, draft.at, viewOf(ctx, draft.lang)))
}

/** Sends the letter, as a document and as text, and forgets what was typed. */
async function finishLetter(ctx: TirekContext, { letter, draft }: Running): Promise<void> {
  const view = viewOf(ctx, draft.lang)
  const { words, knowledge } = view
  const composed = composeLetter(letter, draft.facts, {
    lang: draft.lang,
    day: draft.day,
    registers: knowledge,
    sign: [words('letters.date'), words('letters.signature')],
  })
  // Loaded with the first letter: the library that writes it takes memory that most chats never need.
  const { letterDocument } = await import('./letter-document.ts')
  const file = new InputFile(await letterDocument(composed, draft.lang), words('letters.file'))
  await ctx.replyWithDocument(file, { caption: words('letters.ready') })
  await send(ctx, renderLetterText(composed))
  await leaveLetter(ctx)
  ctx.services.metrics.letters.inc({ letter: letter.id, event: 'finished' })
  await send(ctx, renderLetterEnd(letter, composed, view))
}

/** The answer to the question that is asked now, where it is one. Undefined: refused, and said why. */
async function answered(
  ctx: TirekContext,
  { letter, draft }: Running,
  text: string,
): Promise<Draft | undefined> {
  const id = letter.facts[draft.at] ?? ''
  const fact = cleanFact(text)
  const limit = ctx.services.knowledge.letterFacts[id]?.limit ?? 0
  const { words } = viewOf(ctx, draft.lang)
  if (fact === undefined) return undefined
  if (fact.length > limit) {
    await ctx.reply(words('letters.tooLong', { limit, length: fact.length }))
    return undefined
  }
  return { ...draft, at: draft.at + 1, facts: { ...draft.facts, [id]: fact } }
}

/** Text while a letter asks is its answer. */
export const letterAnswers = new Composer<TirekContext>()

letterAnswers.on('message:text', async (ctx, next) => {
  const running = await runningLetter(ctx)
  if (running === 'changed') await ctx.reply(ctx.words('letters.changed'))
  if (running === undefined || running === 'changed' || running.draft.waiting) return await next()
  const draft = await answered(ctx, running, ctx.message.text)
  if (draft) await goOn(ctx, { ...running, draft }, send)
})

/**
 * Something came between: the letter waits, and says so. Words of danger that answer the question
 * what happened belong into the letter, beside the card that they brought.
 */
export async function letLetterWait(ctx: TirekContext, text?: string): Promise<void> {
  const running = await runningLetter(ctx)
  if (running === undefined || running === 'changed' || running.draft.waiting) return
  const { letter } = running
  const id = letter.facts[running.draft.at] ?? ''
  const story = ctx.services.knowledge.letterFacts[id]?.story === true
  const told = text !== undefined && story ? await answered(ctx, running, text) : undefined
  const draft = { ...(told ?? running.draft), waiting: true }
  await ctx.services.drafts.write(chatOf(ctx), draft)
  await send(ctx, renderWaiting(letter, draft.at, told !== undefined, viewOf(ctx, draft.lang)))
}
