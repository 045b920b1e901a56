import type { TriageRules } from '../knowledge/schema.ts'
import type { ConceptsOf } from './concepts.ts'
import { compilePatterns, type Findings } from './patterns.ts'
import { createRisk, type RiskModel, riskWords } from './risk.ts'

/** What triage noticed: the card to show, and what saw it. */
export interface Alarm {
  card: string
  kind: 'crisis' | 'disclosure'
  /** Id of the rule; `model` where no rule did. */
  rule: string
}

/** What triage says of a message. `care` is a doubt: the numbers stand above the ordinary answer. */
export interface Verdict {
  alarm?: Alarm
  care?: true
}

/** Risk from which the model alone shows a card, and from which it adds a line; docs/safety.md has the figures. */
const SURE = 0.25
const DOUBT = 0.07
/** Risk below which a rule that is not certain of itself brings a line in place of its card. */
const CONTRADICTED = 0.05

/** Words of a message that the model reads as one. */
const SHORT = 32

/** What of a message's meaning the model is told beside its words. */
export const conceptsOf = ({ concepts, contexts }: Findings): string[] => [...concepts, ...contexts]

/**
 * Compiles triage.yaml and the model beside it. Rules speak first, in the file's order, so that danger
 * to life stands above everything else; where none matches, the model may. The returned function is
 * pure, and needs neither index nor store.
 */
export function createTriage(
  rules: TriageRules,
  model: RiskModel,
  meaningsOf: ConceptsOf,
): (text: string) => Verdict {
  const read = compilePatterns(rules)
  const riskOf = createRisk(model, meaningsOf)
  const kindOf = (card: string): Alarm['kind'] => rules.cards[card]?.kind ?? 'crisis'
  return (message) => {
    // A sign that people put instead of words.
    const text = message.replaceAll('🆘', ' sos ')
    const found = read(text)
    const rule = rules.rules.find(
      ({ id, unless }) =>
        found.rules.has(id) && !unless.some((context) => found.contexts.has(context)),
    )
    if (rule?.certain) return { alarm: { card: rule.card, kind: kindOf(rule.card), rule: rule.id } }
    const words = riskWords(found.words)
    const risk = riskOf(words, conceptsOf(found))
    const total = risk.crisis + risk.disclosure
    // Of a wall of text the model reads a part: it cannot contradict.
    if (rule && (total >= CONTRADICTED || words.length > SHORT))
      return { alarm: { card: rule.card, kind: kindOf(rule.card), rule: rule.id } }
    // One word that means nothing to the model is no reason to worry anybody.
    if (words.length < 2 && found.concepts.size === 0) return {}
    const gentle = risk.crisis < SURE && rules.gentle.some((context) => found.contexts.has(context))
    if (total < SURE || gentle) return rule || total >= DOUBT ? { care: true } : {}
    const kind = risk.crisis > risk.disclosure ? 'crisis' : 'disclosure'
    const guess = rules.guesses.find(
      ({ id, card }) => kindOf(card) === kind && found.guesses.has(id),
    )
    return { alarm: { card: guess?.card ?? rules.fallback[kind], kind, rule: 'model' } }
  }
}
