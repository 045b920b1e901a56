import {
  adviceHolds,
  type Flow,
  type Knowledge,
  LANGS,
  LIMITS,
  type Topic,
  topicFile,
} from './schema.ts'
import {
  cite,
  citedIn,
  type RenderContext,
  renderText,
  TemplateError,
  withoutPlaceholders,
} from './template.ts'

/** Something wrong in the knowledge: where it stands and what was expected. */
export interface Problem {
  file: string
  /** Path inside the file, such as `kk.short`; empty for the file as a whole. */
  path: string
  message: string
}

/** Any day does: what is checked does not depend on the amounts in force. */
const SOME_DAY = '2026-11-22'

/**
 * What a schema alone cannot see: dangling references, numbers typed by hand, over-long texts,
 * two topics that claim the same question, flows that cannot be walked to their end.
 */
export function findProblems(knowledge: Knowledge): Problem[] {
  return [
    ...registerProblems(knowledge),
    ...knowledge.topics.flatMap((topic) => topicProblems(topic, knowledge)),
    ...askedTwice(knowledge),
    ...idsTwice(knowledge),
    ...triageProblems(knowledge),
    ...[...knowledge.flows.values()].flatMap((flow) => flowProblems(flow, knowledge)),
    ...letterProblems(knowledge),
  ]
}

/** One text, rendered in one language: typed digits, placeholders and length. */
export function textProblems(source: string, limit: number, context: RenderContext): string[] {
  const found: string[] = []
  const typed = withoutPlaceholders(source).match(/\d[\d.,:]*/)
  if (typed)
    found.push(
      `expected no typed numbers, got "${typed[0]}": name it under "figures" or in a register`,
    )
  try {
    const { length } = renderText(source, context)
    if (length > limit) found.push(`expected at most ${limit} characters, got ${length}`)
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    found.push(error.message)
  }
  return found
}

/** How long a text is as it is shown; 0 where it cannot be rendered, which is told elsewhere. */
function lengthOf(source: string, context: RenderContext): number {
  try {
    return renderText(source, context).length
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return 0
  }
}

function topicProblems(topic: Topic, knowledge: Knowledge): Problem[] {
  const file = topicFile(topic)
  const problems: Problem[] = []
  const report = (path: string, message: string): void => {
    problems.push({ file, path, message })
  }
  for (const [index, source] of topic.sources.entries()) {
    if (!cite(knowledge.sources, source, 'ru'))
      report(`sources.${index}`, `expected a source of sources.yaml, got "${source}"`)
  }
  for (const [index, other] of topic.related.entries()) {
    if (!knowledge.byId.has(other))
      report(`related.${index}`, `expected a topic's id, got "${other}"`)
    if (other === topic.id) report(`related.${index}`, 'expected another topic, got itself')
  }
  if (!knowledge.groups.some((group) => group.id === topic.group)) {
    report('', `expected the folder to be a group of groups.yaml, got "${topic.group}"`)
  }
  for (const flow of topic.flow ?? []) {
    if (!knowledge.flows.has(flow)) report('flow', `expected a flow's id, got "${flow}"`)
  }
  for (const letter of topic.letter ?? []) {
    if (!knowledge.letters.has(letter)) report('letter', `expected a letter's id, got "${letter}"`)
  }
  const used = new Set<string>()
  for (const lang of LANGS) {
    const texts = topic[lang]
    const context = { lang, day: SOME_DAY, registers: knowledge, figures: topic.figures }
    for (const field of ['title', 'short', 'more', 'teen'] as const) {
      const source = texts[field]
      if (source === undefined) continue
      for (const message of textProblems(source, LIMITS[field], context))
        report(`${lang}.${field}`, message)
      for (const match of source.matchAll(/\{([a-z0-9-]+)\}/g)) used.add(match[1] ?? '')
      for (const cited of citedIn(source)) {
        if (!topic.sources.includes(cited))
          report(`${lang}.${field}`, `expected "${cited}" to be listed under "sources"`)
      }
    }
    const forChildren = topic.audience.includes('child') || topic.audience.includes('teen')
    if (forChildren && texts.teen === undefined)
      report(`${lang}.teen`, 'expected a text: the audience has child or teen')
  }
  for (const name of Object.keys(topic.figures)) {
    if (!used.has(name)) report(`figures.${name}`, 'expected to be used in a text')
  }
  return problems
}

/** Letters and digits only, lower case: two questions that differ in nothing else are the same. */
const questionKey = (question: string): string =>
  question
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

function askedTwice(knowledge: Knowledge): Problem[] {
  const problems: Problem[] = []
  const owner = new Map<string, string>()
  for (const topic of knowledge.topics) {
    for (const lang of LANGS) {
      for (const [index, question] of topic[lang].ask.entries()) {
        const key = questionKey(question)
        const first = owner.get(key)
        if (first !== undefined) {
          const path = `${lang}.ask.${index}`
          const where =
            first === topic.id ? 'this topic asks it already' : `topic "${first}" asks it too`
          problems.push({
            file: topicFile(topic),
            path,
            message: `expected a question of its own: ${where} ("${question}")`,
          })
        } else {
          owner.set(key, topic.id)
        }
      }
    }
  }
  return problems
}

function idsTwice(knowledge: Knowledge): Problem[] {
  const problems: Problem[] = []
  const seen = new Set<string>()
  const take = (file: string, name: string) => {
    if (seen.has(name))
      problems.push({ file, path: 'id', message: `expected an id of its own, "${name}" is taken` })
    seen.add(name)
  }
  for (const topic of knowledge.topics) {
    for (const name of [topic.id, ...topic.aliases]) take(topicFile(topic), name)
  }
  // A link may name any of them: t.me/<bot>?start=<id>.
  for (const { id } of knowledge.flows.values()) take(`knowledge/flows/${id}.yaml`, id)
  for (const { id } of knowledge.letters.values()) take(`knowledge/letters/${id}.yaml`, id)
  return problems
}

function registerProblems(knowledge: Knowledge): Problem[] {
  const problems: Problem[] = []
  for (const [number, contact] of Object.entries(knowledge.contacts)) {
    for (const source of contact.sources) {
      if (!cite(knowledge.sources, source, 'ru')) {
        problems.push({
          file: 'knowledge/contacts.yaml',
          path: `${number}.sources`,
          message: `expected a source of sources.yaml, got "${source}"`,
        })
      }
    }
  }
  for (const [id, value] of Object.entries(knowledge.values)) {
    if (!cite(knowledge.sources, value.source, 'ru')) {
      problems.push({
        file: 'knowledge/values.yaml',
        path: `${id}.source`,
        message: `expected a source of sources.yaml, got "${value.source}"`,
      })
    }
  }
  return problems
}

function triageProblems({ triage, byId, contacts, ...rest }: Knowledge): Problem[] {
  const file = 'knowledge/triage.yaml'
  const problems: Problem[] = []
  const report = (path: string, message: string): void => {
    problems.push({ file, path, message })
  }
  for (const [id, card] of Object.entries(triage.cards)) {
    for (const topic of card.topics) {
      if (!byId.has(topic)) report(`cards.${id}.topics`, `expected a topic's id, got "${topic}"`)
    }
    for (const phone of card.phones) {
      if (!contacts[phone])
        report(`cards.${id}.phones`, `expected a number of contacts.yaml, got "${phone}"`)
    }
    for (const lang of LANGS) {
      const context = { lang, day: SOME_DAY, registers: { contacts, ...rest }, figures: {} }
      for (const field of ['title', 'body'] as const) {
        const limit = field === 'title' ? LIMITS.title : LIMITS.card
        for (const message of textProblems(card[lang][field], limit, context))
          report(`cards.${id}.${lang}.${field}`, message)
      }
    }
  }
  const checkCard = (path: string, card: string) => {
    if (!triage.cards[card]) report(path, `expected a card's id, got "${card}"`)
  }
  const checkPatterns = (path: string, { kk, ru }: { kk: string[]; ru: string[] }) => {
    for (const pattern of [...kk, ...ru]) {
      for (const match of pattern.matchAll(/<([a-z-]+)>/g)) {
        if (!triage.words[match[1] ?? ''])
          report(path, `expected a set of "words", got <${match[1]}>`)
      }
    }
  }
  for (const rule of triage.rules) {
    checkCard(`rules.${rule.id}`, rule.card)
    checkPatterns(`rules.${rule.id}`, rule)
    for (const context of rule.unless) {
      if (!triage.contexts[context])
        report(`rules.${rule.id}.unless`, `expected a context, got "${context}"`)
    }
  }
  for (const guess of triage.guesses) {
    checkCard(`guesses.${guess.id}`, guess.card)
    checkPatterns(`guesses.${guess.id}`, guess)
  }
  for (const [id, patterns] of Object.entries(triage.contexts))
    checkPatterns(`contexts.${id}`, patterns)
  checkPatterns('harmless', triage.harmless)
  for (const context of triage.gentle)
    if (!triage.contexts[context]) report('gentle', `expected a context's id, got "${context}"`)
  for (const topic of triage.toldIn)
    if (!byId.has(topic)) report('toldIn', `expected a topic's id, got "${topic}"`)
  checkCard('fallback.crisis', triage.fallback.crisis)
  checkCard('fallback.disclosure', triage.fallback.disclosure)
  return problems
}

const MAX_STEPS = 6

function flowProblems(flow: Flow, knowledge: Knowledge): Problem[] {
  const file = `knowledge/flows/${flow.id}.yaml`
  const problems: Problem[] = []
  const report = (path: string, message: string): void => {
    problems.push({ file, path, message })
  }
  const reached = new Set<string>()
  // Walks every path: depth-first over choices, with the answers given so far.
  const walk = (step: string, path: readonly string[], answers: Record<string, string>): void => {
    const node = flow.steps[step]
    const way = [...path, step].join(' → ')
    if (!node || path.includes(step) || path.length >= MAX_STEPS) {
      const wanted = !node
        ? `a step's id, got "${step}"`
        : path.includes(step)
          ? `a finite flow, got a circle: ${way}`
          : `at most ${MAX_STEPS} steps, got ${way}`
      report(`steps.${path.at(-1) ?? 'start'}`, `expected ${wanted}`)
      return
    }
    reached.add(step)
    for (const choice of node.choices) {
      const next = choice.next ?? node.next
      const given = { ...answers, [step]: choice.id }
      if (next !== undefined) walk(next, [...path, step], given)
      else checkOutcome(given)
    }
  }
  const checkOutcome = (given: Record<string, string>): void => {
    const advice = flow.outcome.advice.filter((item) => adviceHolds(item.when, given))
    const answers = Object.entries(given)
      .map(([step, choice]) => `${step}=${choice}`)
      .join(', ')
    if (!advice.some((item) => item.topics.length > 0))
      report('outcome', `expected advice with a topic after ${answers}`)
    for (const lang of LANGS) {
      const whole = advice.map((item) => item[lang].trim()).join('\n')
      if (!whole.includes('{phone:'))
        report(`outcome.${lang}`, `expected somebody to call after ${answers}`)
      const context = { lang, day: SOME_DAY, registers: knowledge, figures: flow.figures }
      const length = lengthOf(whole, context)
      if (length > LIMITS.outcome)
        report(
          `outcome.${lang}`,
          `expected at most ${LIMITS.outcome} characters after ${answers}, got ${length}`,
        )
    }
  }
  walk(flow.start, [], {})
  for (const step of Object.keys(flow.steps)) {
    if (!reached.has(step)) report(`steps.${step}`, 'expected to be reachable from the start')
  }
  for (const source of flow.sources) {
    if (!cite(knowledge.sources, source, 'ru'))
      report('sources', `expected a source of sources.yaml, got "${source}"`)
  }
  for (const [index, advice] of flow.outcome.advice.entries()) {
    for (const topic of advice.topics) {
      if (!knowledge.byId.has(topic))
        report(`outcome.advice.${index}.topics`, `expected a topic's id, got "${topic}"`)
    }
    for (const letter of advice.letters) {
      if (!knowledge.letters.has(letter))
        report(`outcome.advice.${index}.letters`, `expected a letter's id, got "${letter}"`)
    }
    for (const [step, choices] of Object.entries(advice.when)) {
      for (const choice of choices) {
        if (!flow.steps[step]?.choices.some((known) => known.id === choice)) {
          report(
            `outcome.advice.${index}.when.${step}`,
            `expected a choice of that step, got "${choice}"`,
          )
        }
      }
    }
  }
  for (const lang of LANGS) {
    const context = { lang, day: SOME_DAY, registers: knowledge, figures: flow.figures }
    const check = (path: string, source: string, limit: number) => {
      for (const message of textProblems(source, limit, context)) report(`${path}.${lang}`, message)
    }
    check('title', flow.title[lang], LIMITS.title)
    check('outcome.title', flow.outcome.title[lang], LIMITS.title)
    for (const [id, step] of Object.entries(flow.steps)) {
      check(`steps.${id}`, step[lang], LIMITS.short)
      for (const choice of step.choices)
        check(`steps.${id}.choices.${choice.id}`, choice[lang], LIMITS.label)
    }
    for (const [index, advice] of flow.outcome.advice.entries()) {
      check(`outcome.advice.${index}`, advice[lang], LIMITS.teen)
    }
  }
  return problems
}

function letterProblems(knowledge: Knowledge): Problem[] {
  const { letterFacts } = knowledge
  const used = new Set([...knowledge.letters.values()].flatMap((letter) => letter.facts))
  const register = 'knowledge/letter-facts.yaml'
  const problems: Problem[] = Object.entries(letterFacts).flatMap(([id, fact]) => [
    ...LANGS.flatMap((lang) =>
      textProblems(fact[lang].ask, LIMITS.ask, {
        lang,
        day: SOME_DAY,
        registers: knowledge,
        figures: {},
      }).map((message) => ({ file: register, path: `${id}.${lang}.ask`, message })),
    ),
    ...(used.has(id)
      ? []
      : [{ file: register, path: id, message: 'expected to be asked by a letter' }]),
  ])
  for (const letter of knowledge.letters.values()) {
    const report = (path: string, message: string): void => {
      problems.push({ file: `knowledge/letters/${letter.id}.yaml`, path, message })
    }
    for (const fact of letter.facts) {
      if (!letterFacts[fact]) report('facts', `expected a fact of letter-facts.yaml, got "${fact}"`)
    }
    for (const topic of letter.topics) {
      if (!knowledge.byId.has(topic)) report('topics', `expected a topic's id, got "${topic}"`)
    }
    for (const source of letter.sources) {
      if (!cite(knowledge.sources, source, 'ru'))
        report('sources', `expected a source of sources.yaml, got "${source}"`)
    }
    for (const lang of LANGS) {
      const texts = letter[lang]
      const blanks = letter.facts.map((id) => [id, letterFacts[id]?.[lang].blank ?? ''])
      const context: RenderContext = {
        lang,
        day: SOME_DAY,
        registers: knowledge,
        figures: letter.figures,
        facts: Object.fromEntries(blanks),
      }
      const limits = {
        title: LIMITS.label,
        to: LIMITS.short,
        heading: LIMITS.short,
        body: LIMITS.letter,
        brief: LIMITS.brief,
        after: LIMITS.more,
      }
      for (const [field, limit] of Object.entries(limits)) {
        const source = texts[field as keyof typeof limits]
        for (const message of textProblems(source, limit, context))
          report(`${lang}.${field}`, message)
        for (const cited of citedIn(source)) {
          if (!letter.sources.includes(cited))
            report(`${lang}.${field}`, `expected "${cited}" to be listed under "sources"`)
        }
      }
      if (/\{fact:/.test(texts.brief + texts.title + texts.after))
        report(lang, 'expected {fact:…} in "to", "heading" and "body" alone: the rest is shared')
      for (const fact of letter.facts) {
        if (!(texts.to + texts.body).includes(`{fact:${fact}}`))
          report(`${lang}.body`, `expected {fact:${fact}} to be used: it is asked`)
      }
    }
  }
  return problems
}
