import type { Conversation } from '@grammyjs/conversations'
import { advanceFlow, type FlowMove, speaksToChild, startFlow } from '../core/flow.ts'
import { wordsOf } from '../i18n.ts'
import type { Audience, Lang } from '../knowledge/schema.ts'
import { BACK, decodePress, LEAVE, type Press } from './callback.ts'
import type { FlowContext, Services, TirekContext } from './context.ts'
import type { KeyboardContext } from './keyboards.ts'
import { renderFlow } from './render.ts'
import { send, show } from './send.ts'

/** The one conversation of Tirek: it walks whichever flow it is entered with. */
export const FLOW = 'flow'

/** What a flow is entered with; kept with its record. */
export interface FlowEntry {
  flow: string
  lang: Lang
  /** The day by which amounts are counted, ISO. */
  day: string
  /** Who is asking, where they said so. */
  audience?: Audience
}

/** Turns, going back included, after which a flow ends: its record grows with every one. */
const MOST_TURNS = 16

/**
 * Shows a flow step by step in one message. Whatever is not a press of the present step passes on
 * to the other handlers (a question is answered, the flow waits), and triage stands before all.
 */
export function createFlowConversation({ knowledge, metrics }: Services) {
  return async (
    conversation: Conversation<TirekContext, FlowContext>,
    ctx: FlowContext,
    entry: FlowEntry,
  ) => {
    const flow = knowledge.flows.get(entry.flow)
    if (!flow) return
    const words = wordsOf(entry.lang)
    const view: KeyboardContext = { knowledge, lang: entry.lang, words, day: entry.day }
    const count = (event: string) =>
      conversation.external(() => metrics.flows.inc({ flow: flow.id, event }))

    let state = startFlow(flow, entry.audience)
    await count('started')
    await send(ctx, renderFlow(flow, state, view))
    for (let turn = 0; turn < MOST_TURNS && state.at === 'step'; turn++) {
      const { step } = state
      const pressed = await conversation.waitUntil(
        (next) => stepPress(next, flow.id, step) !== undefined,
        {
          otherwise: () => conversation.skip({ next: true }),
        },
      )
      await pressed.answerCallbackQuery()
      const choice = stepPress(pressed, flow.id, step)?.choice
      if (choice === LEAVE) {
        await count('left')
        const child = speaksToChild(flow, state)
        await pressed.editMessageText(words(child ? 'flow.left' : 'flow.leftAdult'))
        return
      }
      const move: FlowMove = choice === BACK ? 'back' : { choose: choice ?? '' }
      state = advanceFlow(flow, state, move)
      await show(pressed, renderFlow(flow, state, view))
      ctx = pressed
    }
    if (state.at === 'end') await count('finished')
    else await ctx.reply(words(speaksToChild(flow, state) ? 'flow.tooLong' : 'flow.tooLongAdult'))
  }
}

function stepPress(
  ctx: FlowContext,
  flow: string,
  step: string,
): Extract<Press, { do: 'step' }> | undefined {
  const press = decodePress(ctx.callbackQuery?.data ?? '')
  return press?.do === 'step' && press.flow === flow && press.step === step ? press : undefined
}
