import { FormattedString } from '@grammyjs/parse-mode'
import { formatDay } from '../knowledge/template.ts'
import type { KeyboardContext } from './keyboards.ts'

/** Blocks of a message with an empty line between them; what is undefined is left out. */
export const paragraphs = (...blocks: (FormattedString | string | undefined)[]): FormattedString =>
  FormattedString.join(
    blocks.filter((block): block is FormattedString | string => block !== undefined),
    '\n\n',
  )

/** A law and the day it was checked, ISO, in one quiet line. */
export const quietLine = (
  law: string | undefined,
  checked: string,
  { words, lang }: Pick<KeyboardContext, 'words' | 'lang'>,
): FormattedString => {
  const day = words('answer.checked', { day: formatDay(checked, lang) })
  return FormattedString.italic([law, day].filter(Boolean).join(' · '))
}
