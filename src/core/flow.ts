import { type Audience, adviceHolds, type Flow } from '../knowledge/schema.ts'

/** Choices made so far, by step, in the order of the steps. */
export type Answers = Readonly<Record<string, string>>

interface Walk {
  /** What was answered by a press. */
  answers: Answers
  /** What was known beforehand from who is asking; those steps are not shown. */
  known: Answers
  /** Who is asking, where they said so. */
  audience: Audience | undefined
}

/** Where somebody is in a flow: a question, or the end. */
export type FlowState =
  | ({ at: 'step'; step: string } & Walk)
  | ({
      at: 'end'
      advice: Flow['outcome']['advice']
      topics: readonly string[]
      letters: readonly string[]
    } & Walk)

/** What a person does in a flow. */
export type FlowMove = { choose: string } | 'back'

/** Topics and letters that the end of a flow leads to, at most. */
const MOST_TOPICS = 3
const MOST_LETTERS = 2

/** The first step that is to be asked of this person. */
export const startFlow = (flow: Flow, audience?: Audience): FlowState =>
  settle(flow, flow.start, { answers: {}, known: {}, audience })

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
  return settle(flow, choice.next ?? step.next, { ...state, answers })
}

/** Passes over the steps whose answer is known from who is asking. */
function settle(flow: Flow, from: string | undefined, walk: Walk): FlowState {
  const { answers, audience } = walk
  let { known } = walk
  let at = from
  while (at !== undefined) {
    const step = flow.steps[at]
    const choice = step?.choices.find((each) => audience && each.for.includes(audience))
    if (!step || !choice) return { at: 'step', step: at, answers, known, audience }
    known = { ...known, [at]: choice.id }
    at = choice.next ?? step.next
  }
  return finish(flow, { answers, known, audience })
}

/** Walks again, up to the last answer: what had been known on the way is known anew. */
function goBack(flow: Flow, state: FlowState): FlowState {
  return Object.values(state.answers)
    .slice(0, -1)
    .reduce<FlowState>(
      (walked, choose) => advanceFlow(flow, walked, { choose }),
      startFlow(flow, state.audience),
    )
}

function finish(flow: Flow, walk: Walk): FlowState {
  const answers = { ...walk.known, ...walk.answers }
  const advice = flow.outcome.advice.filter(({ when }) => adviceHolds(when, answers))
  const all = (of: 'topics' | 'letters', most: number) =>
    [...new Set(advice.flatMap((item) => item[of]))].slice(0, most)
  return {
    at: 'end',
    ...walk,
    advice,
    topics: all('topics', MOST_TOPICS),
    letters: all('letters', MOST_LETTERS),
  }
}

/** How far a person is: the number of this step, and the longest way there is from it. */
export function flowProgress(flow: Flow, state: FlowState): { step: number; of: number } {
  const done = Object.keys(state.answers).length
  return state.at === 'end'
    ? { step: done, of: done }
    : { step: done + 1, of: done + longestWay(flow, state.step, state.audience) }
}

/** Steps that are still to be asked, at most, this one included. */
function longestWay(flow: Flow, stepId: string, audience: Audience | undefined): number {
  const step = flow.steps[stepId]
  if (!step) return 0
  const known = step.choices.find((each) => audience && each.for.includes(audience))
  const onwards = (known ? [known] : step.choices).map((choice) => choice.next ?? step.next)
  const rest = onwards.map((next) => (next === undefined ? 0 : longestWay(flow, next, audience)))
  return (known ? 0 : 1) + Math.max(...rest)
}

const isChild = (audience: Audience | undefined): boolean =>
  audience === 'child' || audience === 'teen'

/** Whether a flow speaks to a child: by the role that was chosen in it, who is asking, or for whom it is. */
export function speaksToChild(flow: Flow, state: FlowState): boolean {
  const answers = { ...state.known, ...state.answers }
  const roles = Object.entries(answers).flatMap(
    ([step, id]) => flow.steps[step]?.choices.find((choice) => choice.id === id)?.for ?? [],
  )
  if (roles.length > 0) return roles.some(isChild)
  return flow.audience.every(isChild) || (isChild(state.audience) && flow.audience.some(isChild))
}
