/**
 * Kazakh and Russian as people type them, made comparable.
 *
 * `fold` maps a word in any script (Cyrillic with or without Kazakh letters, the official and the
 * older Latin alphabets, ad-hoc Latin, look-alike letters, digits for letters) to one
 * script-independent skeleton, so that «қорқыту», «коркыту» and «qorqytu» are the same string.
 */

/** Part of a message that is searched for, in UTF-16 units: a question is never longer, an attack may be. */
const MAX_QUESTION = 1000
/** Longest word, in UTF-16 units; the rest of it is ignored. */
const MAX_WORD = 40

/** The part of a message that search and the language guess look at; triage reads all of it. */
export const clip = (text: string): string => text.slice(0, MAX_QUESTION)

/** Lower case, NFC, without zero-width characters and stacked marks. */
export function normalise(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/\p{M}{2,}/gu, '')
    .toLowerCase()
}

/** Words and numbers of a text in order, folded. */
export const tokenize = (text: string, foldWord = fold): string[] =>
  splitWords(text)
    .map((word) => foldWord(word))
    .filter((folded) => folded !== '')

/** `fold` that remembers: most words of many texts have been seen before. */
export function rememberingFold(): typeof fold {
  const known = new Map<string, string>()
  return (word) => {
    const folded = known.get(word) ?? fold(word)
    known.set(word, folded)
    return folded
  }
}

/** Words as typed, normalised; apostrophes inside a word belong to it (qy'z, ob'yavlenie). */
export const splitWords = (text: string): string[] =>
  (normalise(text).match(WORD) ?? []).map((word) => word.slice(0, MAX_WORD))

/**
 * A number («10» of «10аек»), or a word. A single 0, 3, 4 or 6 before two Latin letters or before
 * «то» is a letter («4to», «6ala»), not a number.
 */
const WORD = /(?![0346](?:[a-z]{2}|то))\d+(?=\P{N}|$)|[\p{L}\p{N}\p{M}]+(?:['’`ʼ][\p{L}\p{M}]+)*/gu

// biome-ignore format: an alphabet reads best in rows
const CYRILLIC: Record<string, string> = {
  а: 'a', ә: 'a', б: 'b', в: 'v', г: 'g', ғ: 'g', д: 'd', е: 'e', ё: 'e', ж: 'j', з: 'z', и: 'i',
  й: 'i', к: 'k', қ: 'k', л: 'l', м: 'm', н: 'n', ң: 'n', о: 'o', ө: 'o', п: 'p', р: 'r', с: 's',
  т: 't', у: 'u', ұ: 'u', ү: 'u', ф: 'f', х: 'h', һ: 'h', ц: 's', ч: 'c', ш: 'w', щ: 'w', ъ: '',
  ы: 'i', і: 'i', ь: '', э: 'e', ю: 'iu', я: 'ia',
}

/** Latin letters beyond a-z in the alphabets of 2017-2021, and what ad-hoc Latin means by a letter. */
// biome-ignore format: an alphabet reads best in rows
const LATIN: Record<string, string> = {
  ä: 'a', á: 'a', ö: 'o', ó: 'o', ü: 'u', ú: 'u', ū: 'u', ý: 'u', ı: 'i', í: 'i', ï: 'i', ş: 'w',
  š: 'w', ğ: 'g', ǵ: 'g', ñ: 'n', ń: 'n', ç: 'c', č: 'c', ž: 'j', y: 'i', c: 's', q: 'k', x: 'h',
}

/** Latin letters that stand for Cyrillic ones of the same look inside a Cyrillic word. */
// biome-ignore format: an alphabet reads best in rows
const LOOKALIKE: Record<string, string> = {
  a: 'а', b: 'в', c: 'с', e: 'е', h: 'н', i: 'і', k: 'к', m: 'м', o: 'о', p: 'р', t: 'т', x: 'х', y: 'у',
}

/** Digits that stand for letters inside a word, by their sound or look: 4to, ba6a, u4itel. */
const DIGIT: Record<string, string> = { '0': 'o', '3': 'z', '4': 'ч', '6': 'ш' }

const DIGRAPHS: [RegExp, string][] = [
  [/shch|sch/g, 'w'],
  [/sh/g, 'w'],
  [/ch/g, 'ç'],
  [/zh/g, 'j'],
  [/kh/g, 'h'],
  [/gh/g, 'g'],
  [/ts/g, 's'],
  [/yo/g, 'e'],
  [/yu/g, 'iu'],
  [/ya/g, 'ia'],
  [/ye/g, 'e'],
]

/** The skeleton of one normalised word; numbers stay numbers. */
export function fold(word: string): string {
  if (/^\d+$/.test(word)) return word
  const spelled = /\d/.test(word) ? word.replace(/[0346]/g, (digit) => DIGIT[digit] ?? digit) : word
  let skeleton = ''
  if (CYRILLIC_LETTER.test(word)) {
    for (const letter of spelled)
      skeleton = append(skeleton, CYRILLIC[LOOKALIKE[letter] ?? letter] ?? asIs(letter))
  } else {
    let latin = spelled.replace(/['’`ʼ]/g, '')
    for (const [pattern, letters] of DIGRAPHS) latin = latin.replace(pattern, letters)
    for (const letter of latin)
      skeleton = append(skeleton, LATIN[letter] ?? CYRILLIC[letter] ?? asIs(letter))
  }
  return skeleton
}

const CYRILLIC_LETTER = /[\u0400-\u04ff]/

/** Adds letters to a skeleton: a letter that is doubled counts once, and «ng» is one sound. */
function append(skeleton: string, letters: string): string {
  let joined = skeleton
  for (const letter of letters) {
    const last = joined.at(-1)
    const again = letter === last && letter >= 'a'
    if (!again && !(letter === 'g' && last === 'n')) joined += letter
  }
  return joined
}

const asIs = (letter: string): string => (/[a-z\d]/.test(letter) ? letter : '')

/** Whether a word has a letter that Kazakh has and Russian has not. */
export const hasKazakhLetter = (word: string): boolean => /[әғқңөұүіһ]/.test(word)
