import type { Topic } from '../knowledge/schema.ts'
import type { TopicIndex } from './index.ts'
import { search } from './search.ts'
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
function isFollowUp(text: string): boolean {
  if (subjectWords(text).length > MOST_SUBJECTS) return false
  const folded = `${tokenize(text).join(' ')} `
  return OPENINGS.some((opening) => folded.startsWith(`${opening} `))
}

/** What the last topic's being the last adds to its score, and what it adds to its neighbours'. */
const LAST = 0.6
const NEIGHBOUR = 0.3

/**
 * The topics of a question that leans on the last one, best first; undefined where it is no such
 * question, or where it leads away from that topic and its neighbours.
 */
export function goOn(
  index: TopicIndex,
  last: Topic | undefined,
  text: string,
): readonly Topic[] | undefined {
  if (!last || !isFollowUp(text)) return undefined
  const neighbours = index.topics.filter(({ id }) => last.related.includes(id))
  const near = new Map([
    [last, LAST] as const,
    ...neighbours.map((topic) => [topic, NEIGHBOUR] as const),
  ])
  const topics = search(index, text, near).ranking.map(({ topic }) => topic)
  const [first] = topics
  return first && near.has(first) ? topics : undefined
}
