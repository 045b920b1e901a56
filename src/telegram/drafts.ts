import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { LANGS, type Letter, type LetterFacts } from '../knowledge/schema.ts'
import type { Store } from '../store/port.ts'
import { parse } from './memory.ts'

/**
 * Letters under way. What was typed lives here alone, sealed with a key that is made from the bot's
 * token and the chat and stands nowhere; an hour after the letter was begun it is gone.
 */

/** Seconds that a letter may take, from its beginning. */
export const LETTER_SECONDS = 3600

const draftSchema = z.strictObject({
  letter: z.string(),
  /** Of the letter's file: a changed letter is begun anew. */
  version: z.string(),
  lang: z.enum(LANGS),
  day: z.string(),
  /** Which fact is asked now. */
  at: z.number().int().nonnegative(),
  facts: z.record(z.string(), z.string()),
  /** Milliseconds at which it goes. */
  until: z.number(),
  /** Something else came between: what is typed is a question until the letter is gone on with. */
  waiting: z.boolean(),
})
export type Draft = z.infer<typeof draftSchema>

/** The letter under way of each chat. */
export interface Drafts {
  read: (chatId: number) => Promise<Draft | undefined>
  write: (chatId: number, draft: Draft) => Promise<void>
  /** Answers whether there was one. */
  erase: (chatId: number) => Promise<boolean>
}

/** Names a letter's content, so that a draft of an older one is known. */
export const letterVersion = (letter: Letter, facts: LetterFacts): string =>
  createHash('sha256')
    .update(JSON.stringify([letter, letter.facts.map((id) => facts[id])]))
    .digest('base64url')
    .slice(0, 12)

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** Drafts on the store. `keyOf` names a chat, `now` is the clock in milliseconds. */
export function createDrafts(
  store: Store,
  {
    botToken,
    keyOf,
    now,
  }: {
    botToken: string
    keyOf: (chatId: number) => string
    now: () => number
  },
): Drafts {
  const secretOf = (chatId: number): Buffer =>
    createHmac('sha256', botToken).update(`letter:${chatId}`).digest()
  const seal = (chatId: number, text: string): string => {
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv(CIPHER, secretOf(chatId), iv)
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
  }
  const open = (chatId: number, sealed: string): string | undefined => {
    try {
      const bytes = Buffer.from(sealed, 'base64url')
      const decipher = createDecipheriv(CIPHER, secretOf(chatId), bytes.subarray(0, IV_BYTES))
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      const body = bytes.subarray(IV_BYTES + TAG_BYTES)
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
    } catch {
      // Of another token, or not ours: as good as none.
      return undefined
    }
  }
  return {
    read: async (chatId) => {
      const sealed = await store.read(keyOf(chatId))
      const opened = sealed === undefined ? undefined : open(chatId, sealed)
      const draft = draftSchema.safeParse(parse(opened)).data
      return draft && draft.until > now() ? draft : undefined
    },
    write: async (chatId, draft) => {
      const seconds = Math.ceil((draft.until - now()) / 1000)
      if (seconds > 0)
        await store.write(keyOf(chatId), seal(chatId, JSON.stringify(draft)), seconds)
    },
    erase: async (chatId) => (await store.erase(keyOf(chatId))) > 0,
  }
}
