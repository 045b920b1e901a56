import { subjectWords } from './terms.ts'
import { tokenize } from './text.ts'

/** Most words with a subject of their own that a question may have which leans on the one before. */
const MOST_SUBJECTS = 3

/** How questions begin that go on from the last one, folded when they are read; Kazakh first. */
const OPENINGS = [
  'ал',
  'онда',
  'сонда',
  'оның',
  'олар',
  'оған',
  'бұл',
  'бұның',
  'мұның',
  'соның',
  'егер',
  'тағы',
  'сосын',
  'содан кейін',
  'а',
  'и',
  'но',
  'если',
  'тогда',
  'а если',
  'это',
  'его',
  'её',
  'их',
  'потом',
  'ещё',
  'сколько',
  'қанша',
  'қашан',
  'когда',
  'қайда',
  'куда',
  'кім',
  'кто',
  'почему',
  'неге',
].map((opening) => tokenize(opening).join(' '))

/** Whether a text is of the kind that means little without the question before: «а если повторно?». */
export function isFollowUp(text: string): boolean {
  if (subjectWords(text).length > MOST_SUBJECTS) return false
  const folded = `${tokenize(text).join(' ')} `
  return OPENINGS.some((opening) => folded.startsWith(`${opening} `))
}
