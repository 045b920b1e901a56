import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advanceFlow, type FlowState, flowProgress, startFlow } from '../../src/core/flow.ts'
import type { Flow } from '../../src/knowledge/schema.ts'
import { knowledge } from '../support/knowledge.ts'

/** Every way through a flow, as lists of choices. */
function* waysThrough(flow: Flow, state: FlowState = startFlow(flow)): Generator<FlowState> {
  if (state.at === 'end') return yield state
  for (const choice of flow.steps[state.step]?.choices ?? []) {
    yield* waysThrough(flow, advanceFlow(flow, state, { choose: choice.id }))
  }
}

describe.each([...knowledge.flows.values()])('flow $id', (flow) => {
  test('every way ends after at most six steps, with advice and a topic that exists', () => {
    let ways = 0
    for (const end of waysThrough(flow)) {
      if (end.at !== 'end') throw new Error('A way did not end')
      ways++
      expect(Object.keys(end.answers).length).toBeLessThanOrEqual(6)
      expect(end.advice.length).toBeGreaterThan(0)
      expect(end.topics.length).toBeGreaterThan(0)
      for (const topic of end.topics) expect(knowledge.byId.has(topic)).toBe(true)
    }
    expect(ways).toBeGreaterThan(10)
  })

  test('one may always go back to where one was', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 6 }), (picks) => {
        const states = [startFlow(flow)]
        for (const pick of picks) {
          const state = states.at(-1)
          if (state?.at !== 'step') break
          const choices = flow.steps[state.step]?.choices ?? []
          const choice = choices[pick % choices.length]
          states.push(advanceFlow(flow, state, { choose: choice?.id ?? '' }))
        }
        for (let at = states.length - 1; at > 0; at--) {
          const [before, state] = [states[at - 1], states[at]]
          expect(state && advanceFlow(flow, state, 'back')).toEqual(before)
        }
      }),
    )
  })

  test('a choice that the step does not have changes nothing', () => {
    const start = startFlow(flow)
    expect(advanceFlow(flow, start, { choose: 'no-such-choice' })).toBe(start)
    expect(advanceFlow(flow, start, 'back')).toEqual(start)
  })

  test('progress counts up to the end', () => {
    let state = startFlow(flow)
    for (let step = 1; state.at === 'step'; step++) {
      const progress = flowProgress(flow, state)
      expect(progress.step).toBe(step)
      expect(progress.of).toBeGreaterThanOrEqual(step)
      state = advanceFlow(flow, state, { choose: flow.steps[state.step]?.choices[0]?.id ?? '' })
    }
  })
})
