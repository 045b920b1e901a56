import { AUDIENCES, type Audience, LANGS, type Lang, type Topic } from '../knowledge/schema.ts'
import { type CalcStep, calcParts, readCalcParts } from './calc-press.ts'

/**
 * What a button carries, at most 64 bytes. Buttons outlive deploys, so everything is read back
 * strictly: what does not fit is stale and answered as such.
 */
export type Press =
  | { do: 'open'; lang: Lang; topic: string }
  | { do: 'view'; view: View; lang: Lang; topic: string }
  | { do: 'related'; lang: Lang; topic: string }
  | { do: 'right'; lang: Lang; topic: string }
  | { do: 'wrong'; lang: Lang; codes: string[] }
  | { do: 'ordinary'; lang: Lang; codes: string[] }
  | { do: 'menu' }
  | { do: 'group'; group: string; page: number }
  | { do: 'lang'; lang: Lang }
  | { do: 'audience'; audience: Audience | 'skip' }
  | { do: 'numbers' }
  | { do: 'none' }
  | { do: 'flow'; flow: string; lang?: Lang }
  | { do: 'flows' }
  | { do: 'letters' }
  | { do: 'letter'; letter: string; lang?: Lang }
  | { do: 'fact'; letter: string; fact: string; choice: FactChoice }
  | { do: 'clear' }
  | { do: 'step'; flow: string; step: string; choice: string }
  | { do: 'calc'; lang: Lang; step: CalcStep }
  | { do: 'where'; lang: Lang; region?: string; body?: string }
  | { do: 'regions'; lang: Lang; body?: string }

export const VIEWS = ['short', 'more', 'teen', 'source'] as const
/** Which part of an answer is shown. */
export type View = (typeof VIEWS)[number]

export const FACT_CHOICES = ['skip', 'back', 'go', 'x'] as const
/** What a person does with a question of a letter, other than answering it. */
export type FactChoice = (typeof FACT_CHOICES)[number]

/** The choice of a step that is not an answer. */
export const BACK = '<'
export const LEAVE = 'x'

const MAX_BYTES = 64

/** Writes a press into callback data. Throws RangeError where it would not fit. */
export function encodePress(press: Press): string {
  const data = parts(press).join(':')
  if (Buffer.byteLength(data) > MAX_BYTES) {
    throw new RangeError(
      `Expected callback data of at most ${MAX_BYTES} bytes, got ${data.length}: ${data}`,
    )
  }
  return data
}

function parts(press: Press): (string | number)[] {
  switch (press.do) {
    case 'open':
      return ['t', press.lang, press.topic]
    case 'view':
      return ['v', press.view, press.lang, press.topic]
    case 'related':
      return ['r', press.lang, press.topic]
    case 'right':
      return ['y', press.lang, press.topic]
    case 'wrong':
      return ['n', press.lang, press.codes.join(',')]
    case 'ordinary':
      return ['o', press.lang, press.codes.join(',')]
    case 'menu':
      return ['m']
    case 'group':
      return ['g', press.group, press.page]
    case 'lang':
      return ['l', press.lang]
    case 'audience':
      return ['w', press.audience]
    case 'numbers':
      return ['h']
    case 'none':
      return ['z']
    case 'clear':
      return ['d']
    case 'flow':
      return press.lang ? ['f', press.flow, press.lang] : ['f', press.flow]
    case 'flows':
      return ['j']
    case 'letters':
      return ['k']
    case 'letter':
      return press.lang ? ['e', press.letter, press.lang] : ['e', press.letter]
    case 'fact':
      return ['a', press.letter, press.fact, press.choice]
    case 'step':
      return ['s', press.flow, press.step, press.choice]
    case 'calc':
      return ['c', press.lang, ...calcParts(press.step)]
    case 'where':
      return ['b', press.lang, press.region ?? '', press.body ?? '']
    case 'regions':
      return ['q', press.lang, press.body ?? '']
  }
}

/** Reads callback data; undefined for what no button of this version carries. */
export function decodePress(data: string): Press | undefined {
  const [kind, ...rest] = data.split(':')
  const [first = '', second = '', third = ''] = rest
  const lang = (LANGS as readonly string[]).includes(first) ? (first as Lang) : undefined
  switch (kind) {
    case 't':
      return lang && second ? { do: 'open', lang, topic: second } : undefined
    case 'v':
      return isView(first) && isLang(second) && third
        ? { do: 'view', view: first, lang: second, topic: third }
        : undefined
    case 'r':
      return lang && second ? { do: 'related', lang, topic: second } : undefined
    case 'y':
      return lang && second ? { do: 'right', lang, topic: second } : undefined
    case 'n':
      return lang ? { do: 'wrong', lang, codes: second.split(',').filter(Boolean) } : undefined
    case 'o':
      return lang ? { do: 'ordinary', lang, codes: second.split(',').filter(Boolean) } : undefined
    case 'm':
      return { do: 'menu' }
    case 'g':
      return first && /^\d{1,2}$/.test(second)
        ? { do: 'group', group: first, page: Number(second) }
        : undefined
    case 'l':
      return lang ? { do: 'lang', lang } : undefined
    case 'w':
      return isAudience(first) ? { do: 'audience', audience: first } : undefined
    case 'h':
      return { do: 'numbers' }
    case 'z':
      return { do: 'none' }
    case 'd':
      return { do: 'clear' }
    case 'f':
      return first
        ? { do: 'flow', flow: first, ...(isLang(second) ? { lang: second } : {}) }
        : undefined
    case 'j':
      return { do: 'flows' }
    case 'k':
      return { do: 'letters' }
    case 'e':
      return first
        ? { do: 'letter', letter: first, ...(isLang(second) ? { lang: second } : {}) }
        : undefined
    case 'a':
      return first && second && isFactChoice(third)
        ? { do: 'fact', letter: first, fact: second, choice: third }
        : undefined
    case 's':
      return first && second && third
        ? { do: 'step', flow: first, step: second, choice: third }
        : undefined
    case 'c': {
      const step = readCalcParts(rest.slice(1))
      return lang && step ? { do: 'calc', lang, step } : undefined
    }
    case 'b':
      return lang
        ? {
            do: 'where',
            lang,
            ...(second ? { region: second } : {}),
            ...(third ? { body: third } : {}),
          }
        : undefined
    case 'q':
      return lang ? { do: 'regions', lang, ...(second ? { body: second } : {}) } : undefined
    default:
      return undefined
  }
}

const isLang = (text: string): text is Lang => (LANGS as readonly string[]).includes(text)
const isFactChoice = (text: string): text is FactChoice =>
  (FACT_CHOICES as readonly string[]).includes(text)
const isView = (text: string): text is View => (VIEWS as readonly string[]).includes(text)
const isAudience = (text: string): text is Audience | 'skip' =>
  text === 'skip' || (AUDIENCES as readonly string[]).includes(text)

/** A topic's short name in a list of several: 32-bit FNV-1a of its id in base 36. */
export function topicCode(id: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at++)
    hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0
  return hash.toString(36)
}

/** Topics of the given codes that still exist. */
export const topicsOfCodes = (topics: readonly Topic[], codes: readonly string[]): Topic[] => {
  const byCode = new Map(topics.map((topic) => [topicCode(topic.id), topic]))
  return codes.flatMap((code) => byCode.get(code) ?? [])
}
