import { adviceHolds, type Flow } from '../knowledge/schema.ts'

/** Choices made so far, by step, in the order of the steps. */
export type Answers = Readonly<Record<string, string>>

/** Where somebody is in a flow: a question, or the end. */
export type FlowState =
  | { at: 'step'; step: string; answers: Answers }
  | { at: 'end'; answers: Answers; advice: Flow['outcome']['advice']; topics: readonly string[] }

/** What a person does in a flow. */
export type FlowMove = { choose: string } | 'back'

/** Topics that the end of a flow leads to, at most. */
const MOST_TOPICS = 4

export const startFlow = (flow: Flow): FlowState => ({ at: 'step', step: flow.start, answers: {} })

/**
 * One step of a flow, pure: the state after a move. A choice that the step does not have leaves the
 * state as it is, so that a stale button does no harm; going back from the first step does too.
 */
export function advanceFlow(flow: Flow, state: FlowState, move: FlowMove): FlowState {
  if (move === 'back') return goBack(flow, state)
  if (state.at === 'end') return state
  const step = flow.steps[state.step]
  const choice = step?.choices.find(({ id }) => id === move.choose)
  if (!step || !choice) return state
  const answers = { ...state.answers, [state.step]: choice.id }
  const next = choice.next ?? step.next
  return next === undefined ? finish(flow, answers) : { at: 'step', step: next, answers }
}

function goBack(flow: Flow, state: FlowState): FlowState {
  const given = Object.entries(state.answers)
  const last = given.at(-1)
  if (!last) return startFlow(flow)
  return { at: 'step', step: last[0], answers: Object.fromEntries(given.slice(0, -1)) }
}

function finish(flow: Flow, answers: Answers): FlowState {
  const advice = flow.outcome.advice.filter(({ when }) => adviceHolds(when, answers))
  const topics = [...new Set(advice.flatMap((item) => item.topics))].slice(0, MOST_TOPICS)
  return { at: 'end', answers, advice, topics }
}

/** How far a person is: the number of this step, and the longest way there is from it. */
export function flowProgress(flow: Flow, state: FlowState): { step: number; of: number } {
  const done = Object.keys(state.answers).length
  return state.at === 'end'
    ? { step: done, of: done }
    : { step: done + 1, of: done + longestWay(flow, state.step) }
}

function longestWay(flow: Flow, stepId: string): number {
  const step = flow.steps[stepId]
  if (!step) return 0
  const onwards = step.choices.map((choice) => choice.next ?? step.next)
  return 1 + Math.max(...onwards.map((next) => (next === undefined ? 0 : longestWay(flow, next))))
}
