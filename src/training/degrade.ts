/** Copies of a question as people mistype it, made with a fixed seed. */

const PLAIN: Record<string, string> = {
  ә: 'а',
  ғ: 'г',
  қ: 'к',
  ң: 'н',
  ө: 'о',
  ұ: 'у',
  ү: 'у',
  һ: 'х',
  і: 'и',
}

/** Without the letters that a Russian keyboard lacks. */
export const withoutKazakhLetters = (text: string): string =>
  text.toLowerCase().replace(/[әғқңөұүһі]/g, (letter) => PLAIN[letter] ?? letter)

const LATIN: Record<string, string[]> = {
  а: ['a'],
  ә: ['a', 'ae'],
  б: ['b'],
  в: ['v', 'w'],
  г: ['g'],
  ғ: ['g', 'gh'],
  д: ['d'],
  е: ['e'],
  ё: ['e', 'yo'],
  ж: ['zh', 'j'],
  з: ['z'],
  и: ['i'],
  й: ['i', 'y'],
  к: ['k'],
  қ: ['k', 'q'],
  л: ['l'],
  м: ['m'],
  н: ['n'],
  ң: ['n', 'ng'],
  о: ['o'],
  ө: ['o'],
  п: ['p'],
  р: ['r'],
  с: ['s'],
  т: ['t'],
  у: ['u'],
  ұ: ['u'],
  ү: ['u'],
  ф: ['f'],
  х: ['h', 'kh'],
  һ: ['h'],
  ц: ['ts', 'c'],
  ч: ['ch', '4'],
  ш: ['sh', 'w'],
  щ: ['sh', 'sch'],
  ъ: [''],
  ы: ['y', 'i'],
  і: ['i'],
  ь: [''],
  э: ['e'],
  ю: ['yu', 'iu'],
  я: ['ya', 'ia'],
}

/** In ad-hoc Latin; each letter takes one of its usual spellings. */
export const toLatin = (text: string, random: () => number): string =>
  [...text.toLowerCase()]
    .map((letter) => {
      const spellings = LATIN[letter]
      return spellings ? (spellings[Math.floor(random() * spellings.length)] ?? '') : letter
    })
    .join('')

/** With one slip in every word of four letters or more: a letter lost, doubled or swapped. */
export const withTypos = (text: string, random: () => number): string =>
  text.replace(/\p{L}{4,}/gu, (word) => {
    const at = 1 + Math.floor(random() * (word.length - 2))
    const kind = Math.floor(random() * 3)
    if (kind === 0) return word.slice(0, at) + word.slice(at + 1)
    if (kind === 1) return word.slice(0, at) + (word[at] ?? '') + word.slice(at)
    return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2)
  })

/** How often a word of a hurried message has a slip. */
const SLIP_IN_WORD = 0.4

/** As people mistype: here and there a slip, or in Latin, or without the letters of Kazakh. */
export function mistyped(text: string, random: () => number): string {
  const way = random()
  if (way < 0.55)
    return text.replace(/\p{L}+/gu, (word) =>
      random() < SLIP_IN_WORD ? withTypos(word, random) : word,
    )
  return way < 0.8 ? toLatin(text, random) : withoutKazakhLetters(text)
}
