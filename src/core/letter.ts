import type { Lang, Letter, LetterFacts, Registers } from '../knowledge/schema.ts'
import { renderText } from '../knowledge/template.ts'

/** What was answered, by fact; what is not there was left out. */
export type Facts = Readonly<Record<string, string>>

/** A part of a letter's body. */
export type Block = { kind: 'paragraph'; text: string } | { kind: 'list'; items: string[] }

/** A letter as it is signed, before it is set on paper or in a message. */
export interface ComposedLetter {
  /** Addressee and sender, line by line. */
  to: string[]
  /** Its lines. */
  heading: string[]
  body: Block[]
  /** The last line: date and signature. */
  sign: [string, string]
  brief: string
}

export interface LetterContext {
  lang: Lang
  /** ISO date by which amounts are counted. */
  day: string
  registers: Registers & { letterFacts: LetterFacts }
  /** The words beside the lines for date and signature. */
  sign: [string, string]
}

/** A line to write a name on. */
const EMPTY_LINE = '_'.repeat(16)
/** For what takes more than a line. */
export const EMPTY_STORY = '_'.repeat(100)

/** What stands where a fact was left out: a line to fill in, and what belongs there. */
export function blankOf(facts: LetterFacts, id: string, lang: Lang): string {
  const fact = facts[id]
  const hint = fact?.[lang].blank
  return (fact?.story ? EMPTY_STORY : EMPTY_LINE) + (hint === undefined ? '' : ` (${hint})`)
}

/** What may stand for each fact of a letter in its texts. */
export const factsOf = (
  letter: Letter,
  given: Facts,
  lang: Lang,
  facts: LetterFacts,
): Record<string, string> =>
  Object.fromEntries(letter.facts.map((id) => [id, given[id] ?? blankOf(facts, id, lang)]))

/**
 * An answer as it goes into a letter: one line, without what cannot be seen. Undefined where nothing
 * is left; longer than the limit is for the caller to refuse.
 */
export function cleanFact(text: string): string | undefined {
  const clean = text
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '')
    // The sentence around it has a full stop of its own.
    .replace(/[\s.,;]+$/, '')
    .trim()
  return clean === '' ? undefined : clean
}

/** Puts a letter together, pure. */
export function composeLetter(
  letter: Letter,
  given: Facts,
  context: LetterContext,
): ComposedLetter {
  const { lang, day, registers, sign } = context
  const facts = factsOf(letter, given, lang, registers.letterFacts)
  const fill = (source: string): string =>
    renderText(source, { lang, day, registers, figures: letter.figures, facts })
  const texts = letter[lang]
  return {
    to: texts.to.trim().split('\n').map(fill),
    heading: texts.heading.trim().split('\n').map(fill),
    // Cut before it is filled, so that nothing that was typed can become a list.
    body: texts.body
      .trim()
      .split(/\n{2,}/)
      .flatMap((paragraph) => toBlocks(paragraph, fill)),
    sign,
    brief: fill(texts.brief.trim()),
  }
}

function toBlocks(paragraph: string, fill: (source: string) => string): Block[] {
  const blocks: Block[] = []
  for (const line of paragraph.split('\n')) {
    const last = blocks.at(-1)
    if (!line.startsWith('- ')) blocks.push({ kind: 'paragraph', text: fill(line) })
    else if (last?.kind === 'list') last.items.push(fill(line.slice(2)))
    else blocks.push({ kind: 'list', items: [fill(line.slice(2))] })
  }
  return blocks
}

/** The label of a list's item. */
export const itemNumber = (index: number): string => `${index + 1}.`

/** A letter as plain text, to be copied. */
export function letterText({ to, heading, body, sign }: ComposedLetter): string {
  const blocks = body.map((block) =>
    block.kind === 'paragraph'
      ? block.text
      : block.items.map((item, index) => `${itemNumber(index)} ${item}`).join('\n'),
  )
  const signing = sign.map((label) => `${label}: ${EMPTY_LINE}`).join('\n')
  return [to.join('\n'), heading.join('\n'), ...blocks, signing].join('\n\n')
}
