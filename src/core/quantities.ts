import { fold, normalise, splitWords } from './text.ts'

/** A text as the calculators read it: folded words, numbers and days, in order. */
export type Token =
  | { kind: 'word'; word: string }
  | {
      kind: 'number'
      value: number
      /** Written with «thousand», in groups of three, or with five digits and more. */
      money: boolean
      /** Kazakh ablative on it, «мыңнан»: a share is taken from it. */
      from: boolean
    }
  /** An ISO date that may lack its year («--03-10») or its day («2025-03»). */
  | { kind: 'day'; when: string }

/** Folded words, and beginnings of words that end in «*», as a test. */
export function oneOf(list: string): (word: string) => boolean {
  const words = list.trim().split(/\s+/)
  const exact = new Set(words.filter((word) => !word.endsWith('*')).map(fold))
  const beginnings = words
    .filter((word) => word.endsWith('*'))
    .map((word) => fold(word.slice(0, -1)))
  return (word) => exact.has(word) || beginnings.some((beginning) => word.startsWith(beginning))
}

// Days, then numbers in groups («300 000», «300.000»), then plain ones with a fraction («1,5»).
const FIGURES =
  /(?<iso>\d{4}-\d\d-\d\d)|(?<day>\d{1,2})[./](?<month>\d{1,2})[./](?<year>\d{4})|(?<groups>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d{1,3}(?:[.,]\d{3})+(?![\d.,]\d))|(?<plain>\d{1,12}(?:[.,]\d{1,2})?)/gu

/** Five digits are money, a year and an age are not. */
const MONEY = 10_000

/** Reads words, numbers and days; a number in words is read where a thousand or a million follows. */
export function readQuantities(text: string): Token[] {
  return withDays(withScales(figures(normalise(text))))
}

function figures(text: string): Token[] {
  const tokens: Token[] = []
  const words = (piece: string) => {
    for (const word of splitWords(piece)) tokens.push({ kind: 'word', word: fold(word) })
  }
  let from = 0
  for (const match of text.matchAll(FIGURES)) {
    words(text.slice(from, match.index))
    from = match.index + match[0].length
    const { iso, day, month, year, groups, plain } = match.groups ?? {}
    if (iso) tokens.push({ kind: 'day', when: iso })
    else if (year)
      tokens.push({
        kind: 'day',
        when: `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`,
      })
    else {
      const value = groups ? Number(groups.replace(/\D/g, '')) : Number(plain?.replace(',', '.'))
      tokens.push({
        kind: 'number',
        value,
        money: groups !== undefined || value >= MONEY,
        from: false,
      })
    }
  }
  words(text.slice(from))
  return tokens
}

/** Folded words with the number that they stand for; several words of one number in one key. */
export const named = (table: Record<string, number>): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(table).flatMap(([words, value]) =>
      words.split(' ').map((word): [string, number] => [fold(word), value]),
    ),
  )

// Kazakh «он», ten, is left out: it is Russian for «he».
// biome-ignore format: a table reads best in rows
const NUMBERS = named({
  'бір один одна': 1, 'екі два две': 2, 'үш три': 3, 'төрт четыре': 4, 'бес пять': 5, 'алты шесть': 6,
  'жеті семь': 7, 'сегіз восемь': 8, 'тоғыз девять': 9, десять: 10, 'жиырма двадцать': 20,
  'отыз тридцать': 30, 'қырық сорок': 40, 'елу пятьдесят пятидесяти': 50, 'алпыс шестьдесят': 60,
  'жетпіс семьдесят': 70, 'сексен восемьдесят': 80, 'тоқсан девяносто': 90, 'сто ста': 100,
  'двести двухсот': 200, 'триста трехсот трёхсот': 300, 'четыреста четырехсот четырёхсот': 400,
  'пятьсот пятисот': 500, 'шестьсот шестисот': 600, 'семьсот семисот': 700,
  'восемьсот восьмисот': 800, 'девятьсот девятисот': 900,
})
const HUNDRED = fold('жүз')
const HALVES = named({ 'жарты пол': 0.5, полтора: 1.5 })
const THOUSAND = oneOf('мың мыңнан мыңдық тыс тысяча тысячи тысяч тыща тыщи тыщ')
/** Only after figures: «300к», «300 т». */
const THOUSAND_SIGN = oneOf('к т тр')
const MILLION = oneOf('млн миллион миллиона миллионов миллионнан лям ляма')
const HALF_MILLION = oneOf('полмиллиона пол-миллиона поллимона')
const ABLATIVE = oneOf('мыңнан миллионнан')

function withScales(tokens: readonly Token[]): Token[] {
  const joined: Token[] = []
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at]
    if (!token) break
    const { value, next } = leading(tokens, at)
    const scale = wordAt(tokens, next)
    const factor = scaleOf(scale, token.kind === 'number')
    if (token.kind === 'word' && HALF_MILLION(token.word)) {
      joined.push({ kind: 'number', value: 500_000, money: true, from: false })
      at++
    } else if (value !== undefined && factor > 1) {
      // Rounded, because 1.1 * 1,000,000 is not whole in binary.
      const whole = Math.round(value * factor)
      joined.push({ kind: 'number', value: whole, money: true, from: ABLATIVE(scale) })
      at = next + 1
    } else if (token.kind === 'word' && value !== undefined && Number.isInteger(value)) {
      joined.push({ kind: 'number', value, money: false, from: false })
      at = next
    } else {
      joined.push(token)
      at++
    }
  }
  return joined
}

const wordAt = (tokens: readonly Token[], at: number): string => {
  const token = tokens[at]
  return token?.kind === 'word' ? token.word : ''
}

const scaleOf = (word: string, afterFigures: boolean): number => {
  if (THOUSAND(word) || (afterFigures && THOUSAND_SIGN(word))) return 1000
  return MILLION(word) ? 1_000_000 : 1
}

/** The number that begins at a place, in figures or in words, and the place after it. */
function leading(
  tokens: readonly Token[],
  at: number,
): { value: number | undefined; next: number } {
  const token = tokens[at]
  if (token?.kind === 'number') return { value: token.value, next: at + 1 }
  const half = HALVES.get(wordAt(tokens, at))
  if (half !== undefined) return { value: half, next: at + 1 }
  let value: number | undefined
  let next = at
  for (; ; next++) {
    const word = wordAt(tokens, next)
    if (word === HUNDRED) value = value === undefined ? 100 : value * 100
    else if (NUMBERS.has(word)) value = (value ?? 0) + (NUMBERS.get(word) ?? 0)
    // «Бір жарым миллион»: one and a half.
    else if (word === HALF_MORE && value !== undefined) value += 0.5
    else return { value, next }
  }
}
const HALF_MORE = fold('жарым')

const MONTHS = [
  'қаңтар* январ*',
  'ақпан* феврал*',
  'наурыз* март марта марте',
  'сәуір* апрел*',
  'мамыр* май мая мае',
  'маусым* июн*',
  'шілде* июл*',
  'тамыз* август*',
  'қыркүйек* сентябр*',
  'қазан* октябр*',
  'қараша* ноябр*',
  'желтоқсан* декабр*',
].map(oneOf)
const YEAR_WORD = oneOf('год года году г жыл жылы жылғы жылдың')

/** Joins «10 марта 2025 года», «2025 жылғы 10 наурыз», «в марте 2025», «2025 жылы» into days. */
function withDays(tokens: readonly Token[]): Token[] {
  const joined: Token[] = []
  let at = 0
  const yearAt = (place: number): string | undefined => {
    const token = tokens[place]
    return token?.kind === 'number' && /^20\d\d$/.test(String(token.value))
      ? String(token.value)
      : undefined
  }
  const isYearWord = (place: number): boolean => YEAR_WORD(wordAt(tokens, place))
  while (at < tokens.length) {
    let place = at
    let year = yearAt(place)
    if (year !== undefined) place += isYearWord(place + 1) ? 2 : 1
    const number = tokens[place]
    const day =
      number?.kind === 'number' && !number.money && number.value >= 1 && number.value <= 31
        ? number.value
        : undefined
    const withDay = day !== undefined && monthOf(wordAt(tokens, place + 1)) > 0
    const month = monthOf(wordAt(tokens, withDay ? place + 1 : place))
    if (month > 0) {
      place += withDay ? 2 : 1
      if (year === undefined) {
        year = yearAt(place)
        if (year !== undefined) place += isYearWord(place + 1) ? 2 : 1
      }
      const parts = [year ?? '-', two(month), ...(withDay ? [two(day)] : [])]
      joined.push({ kind: 'day', when: parts.join('-') })
      at = place
    } else if (year !== undefined && isYearWord(at + 1)) {
      joined.push({ kind: 'day', when: year })
      at += 2
    } else {
      const token = tokens[at]
      if (token) joined.push(token)
      at++
    }
  }
  return joined
}

const monthOf = (word: string): number =>
  word === '' ? 0 : MONTHS.findIndex((isMonth) => isMonth(word)) + 1
const two = (value: number): string => String(value).padStart(2, '0')
