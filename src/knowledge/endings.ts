import type { Lang } from './schema.ts'

/**
 * Endings of Kazakh and Russian words, so that a dictionary that lists fewer forms than people use
 * can still judge a word by its stem. Kazakh joins up to six endings to a stem, and hunspell's
 * dictionary of it (2009) knows the first two or three.
 */

// Grammar as in any school book: A is а/е, I is ы/і. The order of the parts is the order of the endings.
const PLURAL = '[лдт][ае]р'
const POSSESSIVE = '(?:[ыі]?м[ыі]з|[ыі]?ң[ыі]з|[ыі]?м|[ыі]?ң|с?[ыі])'
const CASE = '(?:[ндт][ыі]ң|[ғгқк][ае]|н?[ае]|[ндт][ыі]|н|н?[дт][ае]|[ндт][ае]н|[мбп]ен|н?ш[ае])'
const LOCATIVE = `н?[дт][ае][ғг][ыі](?:${PLURAL})?(?:${POSSESSIVE})?`
const PREDICATE = '(?:[мбп][ыі]н|с[ыі]ң|с[ыі]з(?:д[ае]р)?|[мбп][ыі]з)'
const DERIVED =
  '(?:[лдт][ыі][қкғг]|ш[ыі]|[лдт][ыі]|с[ыі]з|ш[ае]|[дт][ае]й|р[ае][қк]|[ыі]?нш[ыі]|[еэ]?у)'
const NOUN = `(?:${DERIVED}){0,2}(?:${PLURAL})?(?:${POSSESSIVE})?(?:${LOCATIVE})?(?:${CASE})?(?:${PREDICATE})?`
const VOICE = '(?:[дт][ыі]р|[ғгқк][ыі]з|[ыі]л|[ыі]н|[ыі]с|т|л|н|с|[ае]й)'
const NEGATIVE = '[мбп][ае]'
const PERSON = '(?:м|ң|ң[ыі]з(?:д[ае]р)?|[қк])'
const FINITE = [
  `у${NOUN}`,
  `уш[ыі]${NOUN}`,
  `[ғгқк][ае]н${NOUN}`,
  `[ғгқк][ае]нш[ае]`,
  `(?:[ае]|й)?т[ыі]н${NOUN}`,
  `[дт][ыі]${PERSON}?`,
  `с[ае]${PERSON}?`,
  `(?:[ае]|й)(?:${PREDICATE}|д[ыі])?`,
  `[ыі]?п(?:${PREDICATE}|т[ыі])?`,
  `[ыіае]?р${NOUN}`,
  `с(?:т[ае]н)?`,
  `[ыі]?ң[ыі]з(?:д[ае]р)?`,
  `с[ыі]н`,
  `й[ыі]нш[ае]`,
  `(?:[ае]й|й)[ыі][нкқ]`,
  `[ғгқк][ыі]${POSSESSIVE}(?:${CASE})?`,
  `[ғгқк][ае]л[ыі]`,
  '',
].join('|')
const KAZAKH_NOUN = new RegExp(`^${NOUN}$`)
const KAZAKH_VERB = new RegExp(`^(?:${VOICE}){0,3}(?:${NEGATIVE})?(?:${FINITE})$`)

const BACK = /[аоұы]/
const FRONT = /[еөүі]/
const SOFTENED: Record<string, string> = { б: 'п', г: 'к', ғ: 'қ' }
const HARDENED: Record<string, string> = { п: 'б', к: 'г', қ: 'ғ' }

const RUSSIAN_ENDING =
  /^(?:[аяоеуюыий]|о[вмй]|е[вмй]|ё[мй]|а[мх]|я[мх]|а[мх]и|ами|ями|ы[йемх]|и[йемх]|а?я|о?е|ого|его|ому|ему|ыми|ими|у?ю|юю|ь|ью|ов|ей)?$/

/** Endings of the forms under which Russian dictionaries list a word. */
const RUSSIAN_BASE = ['', 'а', 'я', 'ь', 'е', 'о', 'й', 'ый', 'ий', 'ой', 'ая', 'ое']

/**
 * Dictionary forms of which the word may be an inflection, longest first; the word itself is not
 * among them. A verb's is its infinitive in -у.
 */
export function possibleStems(word: string, lang: Lang): string[] {
  const lower = word.toLowerCase()
  const found = new Set<string>()
  for (let cut = lower.length - 1; cut >= 2; cut--) {
    const stem = lower.slice(0, cut)
    const ending = lower.slice(cut)
    if (lang === 'ru') {
      if (cut >= 3 && RUSSIAN_ENDING.test(ending))
        for (const end of RUSSIAN_BASE) found.add(stem + end)
      continue
    }
    if (!inHarmony(stem, ending)) continue
    if (KAZAKH_NOUN.test(ending)) for (const own of nounsOf(stem)) found.add(own)
    if (KAZAKH_VERB.test(ending)) for (const own of infinitivesOf(stem)) found.add(own)
  }
  return [...found]
}

/** Endings follow the last vowel of the stem; ә, и, у, ю, я and э take both. */
function inHarmony(stem: string, ending: string): boolean {
  const vowels = stem.match(/[аәоөұүыіеиуюяэ]/g) ?? []
  const last = vowels.at(-1) ?? 'и'
  // мен, бен, пен and the yet unassimilated -нікі have one form only.
  const own = ending.replace(/[мбп]ен$/, '')
  if (BACK.test(own) && FRONT.test(own)) return false
  if (BACK.test(last)) return !FRONT.test(own)
  if (FRONT.test(last)) return !BACK.test(own)
  return true
}

function nounsOf(stem: string): string[] {
  const last = stem.at(-1) ?? ''
  const before = stem.slice(0, -1)
  return [
    stem,
    ...(SOFTENED[last] ? [before + SOFTENED[last]] : []),
    // орын → орн-ы, халық → халқ-ы
    ...(/[^аәоөұүыіеиуюяэ]{2}$/.test(stem) ? [`${before}ы${last}`, `${before}і${last}`] : []),
  ]
}

function infinitivesOf(stem: string): string[] {
  const last = stem.at(-1) ?? ''
  const before = stem.slice(0, -1)
  return [
    `${stem}у`,
    ...(HARDENED[last] ? [`${before}${HARDENED[last]}у`] : []),
    ...(/[ыі]/.test(last) ? [`${before}у`] : []),
    ...(last === 'й' ? [`${before}ю`] : []),
    // оқи-тын → оқу, ки-се → кию
    ...(last === 'и' ? [`${before}у`, `${stem}ю`] : []),
    // айыр → айру, қорық → қорқу: the narrow vowel comes and goes
    ...(/[^аәоөұүыіеиуюяэ]{2}$/.test(stem) ? [`${before}ы${last}у`, `${before}і${last}у`] : []),
    ...(/[ыі][^аәоөұүыіеиуюяэ]$/.test(stem) ? [`${stem.slice(0, -2)}${last}у`] : []),
  ]
}
