import type { ConversationFlavor } from '@grammyjs/conversations'
import type { Context, SessionFlavor } from 'grammy'
import type { Responder } from '../core/reply.ts'
import type { Words } from '../i18n.ts'
import type { Audience, Knowledge, Lang } from '../knowledge/schema.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { Store } from '../store/port.ts'
import type { Drafts } from './drafts.ts'
import type { Trail } from './trail.ts'

/** All that is remembered of a chat. No text that somebody wrote has a place here. */
export interface Memory {
  lang?: Lang
  /** Whether the person chose `lang`; else it is the language of their last message. */
  langChosen?: boolean
  audience?: Audience
  /** Id of the last topic that was shown. */
  topic?: string
  /** The code of the link by which somebody came, such as an NGO's poster. */
  entry?: string
}

/** What the handlers share; made once by the composition root. */
export interface Services {
  knowledge: Knowledge
  responder: Responder
  store: Store
  /** Letters under way: the only place where something typed is kept, for an hour at most. */
  drafts: Drafts
  trail: Trail
  log: Log
  metrics: Metrics
  /** The day by which amounts and dates are counted, ISO. */
  today: () => string
  /** The clock, in milliseconds. */
  now: () => number
  /** Keyed hash of a chat: the name under which it is remembered and logged. */
  chatKey: (chatId: number) => string
  /** Erases all that is remembered of a chat. */
  forget: (chatId: number | undefined) => Promise<void>
}

/** What becomes of an update: `later` asks Telegram to deliver it again. */
export type Outcome = 'done' | 'later'

interface TirekFlavor {
  services: Services
  /** The language of this chat, as far as it is known. */
  lang: Lang
  /** Interface words in `lang`. */
  words: Words
  /** Whether this command ended a flow, or a letter. */
  leftFlow?: boolean
  leftLetter?: boolean
  /** Whether the person asked to be forgotten: nothing of this update may be written down. */
  forgotten?: boolean
}

/** The context of every handler. */
export type TirekContext = ConversationFlavor<Context & SessionFlavor<Memory> & TirekFlavor>

/** The context inside a conversation, which is rebuilt on each replay and holds no services. */
export type FlowContext = Context
