import { resolveDay } from './calculate.ts'
import { named, oneOf, readQuantities, type Token } from './quantities.ts'
import { clip } from './text.ts'

/** Which lines of the timeline are shown. */
export const AGE_VIEWS = ['now', 'limits', 'next'] as const
export type AgeView = (typeof AGE_VIEWS)[number]

/**
 * A calculation that somebody asks for, whole or with a part that is yet to be asked. Days are ISO and
 * may lack a part, which resolveDay fills by the day of asking.
 */
export type Calculation =
  | { of: 'fine'; count?: number; day?: string }
  | { of: 'alimony'; income?: number; children?: number }
  | { of: 'age'; age?: number; born?: string; view?: AgeView }
  | { of: 'deadline'; from?: string; days?: number }

/** Bounds of what is counted; beyond them it is a slip of the finger or not this question. */
export const BOUNDS = {
  count: { least: 0.1, most: 20_000 },
  income: { least: 1000, most: 1_000_000_000 },
  children: { least: 1, most: 15 },
  age: { least: 0, most: 21 },
  days: { least: 1, most: 3650 },
} as const

/** Whether a value is one that a calculator counts. */
export const isWithin = (what: keyof typeof BOUNDS, value: number): boolean =>
  value >= BOUNDS[what].least && value <= BOUNDS[what].most

/** More tokens than any request to calculate has. */
const MOST_TOKENS = 24
/** Any day does to see whether a date stands in the calendar. */
const SOME_DAY = '2026-12-31'

/**
 * The calculation that a message asks for, or undefined. Each reader is a small grammar that must
 * account for every word: one word that it does not know («за травлю», «рабочих») and the message is
 * an ordinary question. So a calculator never answers what somebody did not ask.
 */
export function readCalculation(text: string): Calculation | undefined {
  if (clip(text) !== text) return undefined
  const tokens = readQuantities(text)
  if (tokens.length < 2 || tokens.length > MOST_TOKENS) return undefined
  if (!tokens.some(({ kind }) => kind !== 'word')) return undefined
  return readFine(tokens) ?? readAlimony(tokens) ?? readAge(tokens) ?? readDeadline(tokens)
}

/** Money that stands alone: the answer to «what is the income?». */
export function readIncome(text: string): number | undefined {
  const tokens = readQuantities(text).filter(
    (token) =>
      token.kind !== 'word' || !(TENGE(token.word) || INCOME(token.word) || MONTHLY(token.word)),
  )
  const [only, ...rest] = tokens
  return only?.kind === 'number' && rest.length === 0 && isWithin('income', only.value)
    ? only.value
    : undefined
}

/** A number of days and the day from which they run, in any order: the answer to «which day?». */
export function readPeriod(text: string): Calculation | undefined {
  return readDeadline(readQuantities(text), true)
}

/** A number of MCI with the day, if any: the answer to «how many?». */
export function readCount(text: string): Calculation | undefined {
  const tokens = readQuantities(text)
  const [first] = tokens
  if (tokens.length === 1 && first?.kind === 'number' && isWithin('count', first.value))
    return { of: 'fine', count: first.value }
  return readFine(tokens, true)
}

/** An age or the day of birth: the answer to «how old?». */
export function readAgeOrBirth(text: string): Calculation | undefined {
  const tokens = readQuantities(text).filter(
    (token) => token.kind !== 'word' || !(YEARS(token.word) || AGE_FILL(token.word)),
  )
  const [only, ...rest] = tokens
  return rest.length > 0 ? undefined : ageToken(only)
}

const words = (tokens: readonly Token[]): string[] =>
  tokens.flatMap((token) => (token.kind === 'word' ? [token.word] : []))
const dayOf = (tokens: readonly Token[]): string[] =>
  tokens.flatMap((token) => (token.kind === 'day' ? [token.when] : []))
const real = (when: string): boolean => resolveDay(when, SOME_DAY) !== undefined

const TENGE = oneOf('тенге тенгемен теңге* тг тнг ₸')
const ASK = oneOf(
  'сколько скока скольки қанша канша неше это бұл будет болады шығады выйдет составляет равно равен посчитай посчитайте рассчитай рассчитайте есепте есептеп есептеңіз бер беріңіз если егер а и в пожалуйста пж пжл плиз өтінем өтінемін',
)

const MCI = oneOf('мрп мрпа мрпов аек аектің аегі')
const FINE_FILL = oneOf(
  'штраф штрафа штрафы айыппұл айыппұлы айыппұлдың размер размере сумма мөлшері сомасы құны стоит стоимость чему на сейчас сегодня қазір бүгін бүгінгі айында айы айдағы месяце деген переведи тұрады болса биыл биылғы год году жыл жылы этом этот денег деньгами ақша ақшамен болды выходит тысяч млн миллионов',
)

function readFine(tokens: readonly Token[], alone = false): Calculation | undefined {
  const unit = tokens.findIndex((token) => token.kind === 'word' && MCI(token.word))
  const count = tokens[unit - 1]
  if (unit < 1 || count?.kind !== 'number' || !isWithin('count', count.value)) return undefined
  const rest = tokens.filter((token, at) => at !== unit && token !== count)
  // «38 АЕК» alone may be somebody's name for an allowance: a word or a day must ask for the sum.
  if (rest.length === 0 && !alone) return undefined
  if (!words(rest).every((word) => ASK(word) || TENGE(word) || FINE_FILL(word))) return undefined
  // Another number can only be a year: «в 2025 10 мрп».
  const days = rest.flatMap((token) => {
    if (token.kind === 'word') return []
    if (token.kind === 'day') return [token.when]
    return [/^20\d\d$/.test(String(token.value)) ? String(token.value) : 'not a day']
  })
  const [day] = days
  if (days.length > 1 || (day !== undefined && !real(day))) return undefined
  return { of: 'fine', count: count.value, ...(day === undefined ? {} : { day }) }
}

const ALIMONY = oneOf('алимент алименты алиментов алимента алименті алиментті алики')
const INCOME = oneOf(
  'зарплата зарплаты зарплате зарплату зарплатой зп оклад оклада окладе доход дохода доходе доходом табыс* жалақы* айлық айлығы айлықтан айлығынан айлығым еңбекақы*',
)
const MONTHLY = oneOf('в месяц айына ай сайын')
const CHILD = oneOf('детей ребенка ребенок дети детям ребят ребенку бала балаға балаларға балам')
const COLLECTIVE = named({
  одного: 1,
  'двоих двух екеуіне': 2,
  'троих трех трёх үшеуіне': 3,
  'четверых четырех четырёх': 4,
  'пятерых пяти': 5,
})
const ONE_CHILD = oneOf('ребенка')
const OUT_OF = oneOf('с со из от')
const ABLATIVE_TENGE = oneOf('теңгеден тгден тгдан')
const ALIMONY_FILL = oneOf(
  'платить платят заплатит платит должен должны заплатить надо нужно төлейді төлеу төлеуі төлесе керек на с со из от в за месяц айына ай сайын муж мужа бывший бывшего отец отца папа папы әке әкесі әкем күйеуі күйеуім получает зарабатывает алады табады мой моего менің у него оның при',
)

function readAlimony(tokens: readonly Token[]): Calculation | undefined {
  const said = words(tokens)
  if (!said.some(ALIMONY) || dayOf(tokens).length > 0) return undefined
  const numbers = tokens.filter((token) => token.kind === 'number')
  const incomes = numbers.filter(({ value }) => isWithin('income', value))
  const [income] = incomes
  const collective = said.flatMap((word) => COLLECTIVE.get(word) ?? [])
  const counted = numbers.filter((number) => number !== income)
  const isCollective = (word: string) => COLLECTIVE.has(word)
  const known = said.every((word) =>
    [ALIMONY, INCOME, CHILD, TENGE, ASK, ALIMONY_FILL, ABLATIVE_TENGE, isCollective].some((is) =>
      is(word),
    ),
  )
  if (!known || !income || incomes.length > 1) return undefined
  const before = tokens[tokens.indexOf(income) - 1]
  // «Алименты 100 тысяч» may be the alimony itself: it must be told to be the income.
  const toldSo =
    said.some((word) => INCOME(word) || ABLATIVE_TENGE(word)) ||
    income.from ||
    (before?.kind === 'word' && OUT_OF(before.word))
  const children = [...collective, ...counted.map(({ value }) => value)]
  const [number] = children
  const besideChildren = counted.every((each) => {
    const after = tokens[tokens.indexOf(each) + 1]
    return after?.kind === 'word' && CHILD(after.word)
  })
  if (!toldSo || children.length > 1 || !besideChildren) return undefined
  if (number !== undefined && (!Number.isInteger(number) || !isWithin('children', number)))
    return undefined
  // «На ребёнка» names one; «балаға» may be any number.
  const given = number ?? (said.some(ONE_CHILD) ? 1 : undefined)
  return {
    of: 'alimony',
    income: income.value,
    ...(given === undefined ? {} : { children: given }),
  }
}

const YEARS = oneOf('лет год года годик годика жас жасқа жаста жастан жасым жасар жастағы жастамын')
const ME = oneOf('мне маған менің мен')
const WHAT = { ru: oneOf('что чё чо шо какие все'), kk: oneOf('не нені нелер қандай') }
const MAY = {
  ru: oneOf('можно могу может разрешено разрешается права право вправе имею имеет'),
  kk: oneOf('болады алам аламын алады рұқсат құқық* құқығ*'),
}
const MAY_NOT = { ru: oneOf('нельзя запрещено'), kk: oneOf('болмайды') }
const AGE_FILL = oneOf(
  'я у меня его ее оның в с мой моему моей моя сыну дочери дочке дочь сын ребенку ребенка ребенок балама балам бала баланың балаға ұлыма ұлым қызыма қызым подросток подростка подростку подростков родился родилась туған туылған туғанмын жасөспірім жасөспірімге уже исполнилось толды толдым толған делать сделать есть по закону заң заңда бойынша істеуге істей жасауға жасай теперь енді қазір сейчас мне маған менің мен а и',
)

function ageToken(token: Token | undefined): Calculation | undefined {
  if (token?.kind === 'number')
    return Number.isInteger(token.value) && isWithin('age', token.value)
      ? { of: 'age', age: token.value }
      : undefined
  return token?.kind === 'day' && /^\d{4}-\d\d-\d\d$/.test(token.when) && real(token.when)
    ? { of: 'age', born: token.when }
    : undefined
}

function readAge(tokens: readonly Token[]): Calculation | undefined {
  const [figure, ...others] = tokens.filter(({ kind }) => kind !== 'word')
  const asked = ageToken(figure)
  const said = words(tokens)
  if (!asked || others.length > 0 || !said.some((word) => YEARS(word) || ME(word))) return undefined
  for (const lang of ['ru', 'kk'] as const) {
    const grammar = [YEARS, ME, AGE_FILL, WHAT[lang], MAY[lang], MAY_NOT[lang]]
    if (!said.every((word) => grammar.some((is) => is(word)))) continue
    if (!said.some(WHAT[lang])) continue
    if (said.some(MAY_NOT[lang])) return { ...asked, of: 'age', view: 'limits' }
    if (said.some(MAY[lang])) return asked
  }
  return undefined
}

const DAYS = oneOf('день дня дней күн күні күнде күннен')
const CALENDAR = oneOf('календарных күнтізбелік')
const PERIOD = oneOf(
  'срок срока мерзім* истекает истечет заканчивается закончится кончается аяқталады бітеді өтеді плюс через кейін соң календарных күнтізбелік осталось қалды',
)
const PERIOD_FILL = oneOf(
  'с со от бастап күнінен күннен когда қашан какого числа қай күні последний соңғы сегодня бүгіннен сегодняшнего',
)

function readDeadline(tokens: readonly Token[], alone = false): Calculation | undefined {
  const said = words(tokens)
  const [from, ...otherDays] = dayOf(tokens)
  const [number, ...otherNumbers] = tokens.filter((token) => token.kind === 'number')
  if (!from || !/\d\d-\d\d$/.test(from) || !real(from) || !number) return undefined
  if (otherDays.length > 0 || otherNumbers.length > 0) return undefined
  if (!Number.isInteger(number.value) || !isWithin('days', number.value)) return undefined
  const [next = '', afterNext = ''] = words(tokens.slice(tokens.indexOf(number) + 1))
  const inDays = DAYS(next) || (CALENDAR(next) && DAYS(afterNext))
  if (!said.every((word) => [DAYS, PERIOD, PERIOD_FILL, ASK].some((is) => is(word))))
    return undefined
  if (!alone && !(inDays && said.some(PERIOD))) return undefined
  return { of: 'deadline', from, days: number.value }
}
