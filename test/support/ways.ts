import { advanceFlow, type FlowState, startFlow } from '../../src/core/flow.ts'
import type { Audience, Flow } from '../../src/knowledge/schema.ts'

/** A way through a flow: the choices that were pressed, and the end that they lead to. */
export interface Way {
  choices: { step: string; choice: string }[]
  end: Extract<FlowState, { at: 'end' }>
}

/** Every way through a flow, for somebody who said or did not say who they are. */
export function* waysThrough(
  flow: Flow,
  audience?: Audience,
  state: FlowState = startFlow(flow, audience),
  choices: Way['choices'] = [],
): Generator<Way> {
  if (state.at === 'end') return yield { choices, end: state }
  const { step } = state
  for (const { id } of flow.steps[step]?.choices ?? []) {
    const next = advanceFlow(flow, state, { choose: id })
    yield* waysThrough(flow, audience, next, [...choices, { step, choice: id }])
  }
}
