import type { Topic } from '../knowledge/schema.ts'
import type { Calculator } from '../knowledge/tools.ts'
import type { Press } from './callback.ts'
import type { KeyboardContext } from './keyboards.ts'

/** What stands under an answer beside its texts: a sum to count, or a body to turn to. */
export interface Tool {
  label: string
  press: Press
}

/** The tool that fits a topic, if any: what can be counted first, then to whom to turn. */
export function toolOf(
  topic: Topic,
  { knowledge, lang, words }: KeyboardContext,
): Tool | undefined {
  const { calculators, bodies } = knowledge
  const of = (Object.keys(calculators) as Calculator[]).find((name) =>
    calculators[name].under.includes(topic.id),
  )
  if (of) {
    const label = of === 'age' ? words('calc.menu.age') : words('calc.count')
    return { label, press: { do: 'calc', lang, step: { of } } }
  }
  const body = bodies.find(({ under }) => under.includes(topic.id))
  return body && { label: words('where.open'), press: { do: 'where', lang, body: body.id } }
}
