import type { Lang, Registers, Topic } from './schema.ts'

/**
 * Texts hold no numbers of their own: they name them in placeholders, which are filled from the
 * registers by the day of asking, so that one line changes when a value changes.
 *
 *     {phone:111}   {law:koap-127-2}   {law:koap-127-2:3}   {mci:10}   {mci:10@2025-06-01}
 *     {value:minimum-wage}   {value:subsistence-minimum*3}   {name-of-a-figure}   {fact:child}
 */

/** A run of text; `strong` is what must be seen first (a number to dial). */
export interface Span {
  text: string
  strong?: true
}

/** What a text is rendered against. `day` is an ISO date: amounts are those in force on it. */
export interface RenderContext {
  lang: Lang
  day: string
  registers: Registers
  figures: Topic['figures']
  /** What stands for {fact:…} in a letter: the answer, or the line that is left empty. */
  facts?: Readonly<Record<string, string>>
}

/** A text that names something that no register holds. */
export class TemplateError extends Error {
  override name = 'TemplateError'
}

const PLACEHOLDER = /\{([^{}]*)\}/g
const NBSP = '\u00a0'
const MONTHS: Record<Lang, { genitive: string[]; nominative: string[] }> = {
  kk: {
    genitive:
      'қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан'.split(
        ' ',
      ),
    nominative:
      'қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан'.split(
        ' ',
      ),
  },
  ru: {
    genitive:
      'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(
        ' ',
      ),
    nominative:
      'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'.split(' '),
  },
}

/** 43250 → «43 250», 1.5 → «1,5»; four-digit numbers stay whole, as years do. */
export function formatNumber(value: number): string {
  const [whole = '', fraction] = String(value).split('.')
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, NBSP) : whole
  return fraction === undefined ? grouped : `${grouped},${fraction}`
}

/** Tenge, rounded to whole ones: «4 325 ₸». */
export function formatTenge(value: number): string {
  const whole = String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, NBSP)
  return `${whole}${NBSP}₸`
}

/** An amount without the noise of floating point, in hundredths: payments are rounded up to a tenge. */
const rounded = (amount: number): number => Math.round(amount * 100) / 100

/** 2026-03-02 → «2 марта 2026 года» / «2026 жылғы 2 наурыз»; 2025-11 → «ноябрь 2025 года». */
export function formatDay(iso: string, lang: Lang): string {
  const [year = '', month = '', day] = iso.split('-')
  const names = MONTHS[lang]
  const name = (day === undefined ? names.nominative : names.genitive)[Number(month) - 1]
  if (name === undefined) throw new TemplateError(`expected an ISO date, got "${iso}"`)
  const days = day === undefined ? '' : `${Number(day)}${NBSP}`
  return lang === 'kk' ? `${year}${NBSP}жылғы ${days}${name}` : `${days}${name} ${year}${NBSP}года`
}

/** The amount in force on a day, in tenge; before the first known day, the first one. */
export function amountOn(values: Registers['values'], id: string, day: string): number {
  const known = Object.entries(values[id]?.amounts ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  const inForce = known.filter(([from]) => from <= day).at(-1) ?? known[0]
  if (inForce === undefined) {
    throw new TemplateError(
      `expected an amount of values.yaml, got "${id}" (known: ${Object.keys(values).join(', ')})`,
    )
  }
  return inForce[1]
}

/** A source as it is cited: an act, an article of an act, or a page. */
export interface Citation {
  /** «ст. 127-2 КоАП» / «ӘҚБтК-нің 127-2-бабы», or a page's name. */
  label: string
  /** The article's heading and the act's full name, or the page's name. */
  name: string
  /** Undefined where only a copy of the text was kept. */
  url: string | undefined
  /** The edition that was read or the day of publication, ISO, maybe only a year. */
  edition: string | undefined
}

/** Resolves a source id, `<law>`, `<law>-<article>` or a page's id; undefined where there is none. */
export function cite(
  sources: Registers['sources'],
  sourceId: string,
  lang: Lang,
  part?: string,
): Citation | undefined {
  const page = sources.pages[sourceId]
  if (page) return { label: page[lang], name: page[lang], url: page.url, edition: page.date }
  const whole = sources.laws[sourceId]
  if (whole) {
    return {
      label: whole[lang].short,
      name: whole[lang].name,
      url: whole.url,
      edition: whole.edition,
    }
  }
  for (let cut = sourceId.lastIndexOf('-'); cut > 0; cut = sourceId.lastIndexOf('-', cut - 1)) {
    const law = sources.laws[sourceId.slice(0, cut)]
    const number = sourceId.slice(cut + 1)
    const article = law?.articles[number]
    if (!law || !article) continue
    return {
      label: articleLabel(law, number, lang, part),
      name: `${article[lang]}. ${law[lang].name}`,
      url: article.url ?? law.url,
      edition: article.edition ?? law.edition,
    }
  }
  return undefined
}

function articleLabel(
  law: Registers['sources']['laws'][string],
  number: string,
  lang: Lang,
  part?: string,
): string {
  const paragraph = law.unit === 'paragraph'
  if (lang === 'ru') {
    const unit = `${paragraph ? 'п.' : 'ст.'}${NBSP}${number} ${law.ru.of}`
    return part === undefined ? unit : `${law.part === 'part' ? 'ч.' : 'п.'}${NBSP}${part} ${unit}`
  }
  if (part !== undefined) {
    return `${law.kk.of} ${number}-${paragraph ? 'тармағының' : 'бабының'} ${part}-${law.part === 'part' ? 'бөлігі' : 'тармағы'}`
  }
  return `${law.kk.of} ${number}-${paragraph ? 'тармағы' : 'бабы'}`
}

/** Fills one placeholder. Throws TemplateError where it names what no register holds. */
function fill(inner: string, context: RenderContext): Span {
  const { lang, registers } = context
  const colon = inner.indexOf(':')
  if (colon < 0) {
    const value = context.figures[inner]
    if (value === undefined) {
      throw new TemplateError(
        `expected a figure of this file, got {${inner}} (add it under "figures")`,
      )
    }
    return { text: formatFigure(value, lang) }
  }
  const kind = inner.slice(0, colon)
  const [argument = '', day = context.day] = inner.slice(colon + 1).split('@')
  switch (kind) {
    case 'phone':
      if (!registers.contacts[argument]) {
        throw new TemplateError(`expected a number of contacts.yaml, got {${inner}}`)
      }
      return { text: argument, strong: true }
    case 'law': {
      const [sourceId = '', part] = argument.split(':')
      const found = cite(registers.sources, sourceId, lang, part)
      if (!found) throw new TemplateError(`expected a source of sources.yaml, got {${inner}}`)
      return { text: found.label }
    }
    case 'mci': {
      const count = Number(argument)
      if (!(count > 0)) throw new TemplateError(`expected a number of MCI, got {${inner}}`)
      const unit = registers.values.mci?.[lang].unit ?? ''
      const tenge = formatTenge(Math.ceil(rounded(count * amountOn(registers.values, 'mci', day))))
      return { text: `${formatNumber(count)}${NBSP}${unit} (${tenge})` }
    }
    case 'value': {
      const [valueId = '', times = '1'] = argument.split('*')
      if (!(Number(times) > 0))
        throw new TemplateError(`expected a positive multiplier, got {${inner}}`)
      return { text: formatTenge(Number(times) * amountOn(registers.values, valueId, day)) }
    }
    case 'fact': {
      const fact = context.facts?.[argument]
      if (fact === undefined)
        throw new TemplateError(`expected a fact that this letter asks, got {${inner}}`)
      return { text: fact }
    }
    default:
      throw new TemplateError(
        `expected phone, law, mci, value, fact or a figure's name, got {${inner}}`,
      )
  }
}

function formatFigure(value: number | string, lang: Lang): string {
  if (typeof value === 'number') return formatNumber(value)
  return /^\d{4}-\d\d(-\d\d)?$/.test(value) ? formatDay(value, lang) : value
}

/** Renders a text: placeholders filled, list lines marked with «•». Throws TemplateError. */
export function render(source: string, context: RenderContext): Span[] {
  const spans: Span[] = []
  let from = 0
  const plain = (piece: string) => {
    if (piece) spans.push({ text: piece.replace(/^- /gm, '• ') })
  }
  for (const match of source.matchAll(PLACEHOLDER)) {
    plain(source.slice(from, match.index))
    spans.push(fill(match[1] ?? '', context))
    from = match.index + match[0].length
  }
  plain(source.slice(from))
  return spans
}

/** The same as one string. */
export const renderText = (source: string, context: RenderContext): string =>
  render(source, context)
    .map((span) => span.text)
    .join('')

/** The text without its placeholders: what an author typed by hand. */
export const withoutPlaceholders = (source: string): string => source.replaceAll(PLACEHOLDER, '')

/** Source ids that a text cites by {law:…}. */
export const citedIn = (source: string): string[] =>
  [...source.matchAll(/\{law:([a-z0-9-]+)/g)].map((match) => match[1] ?? '')
