import { AlignmentType, Document, Packer, Paragraph, TabStopType, TextRun } from 'docx'
import { type ComposedLetter, EMPTY_STORY, itemNumber } from '../core/letter.ts'

/** Lengths of the page in twentieths of a point: 567 are a centimetre. */
const CENTIMETRE = 567
const A4 = { width: 11906, height: 16838 }
const MARGIN = {
  top: 2 * CENTIMETRE,
  bottom: 2 * CENTIMETRE,
  left: 3 * CENTIMETRE,
  right: 1.5 * CENTIMETRE,
}
const TEXT_WIDTH = A4.width - MARGIN.left - MARGIN.right
/** The addressee stands in the right half. */
const ADDRESSEE_INDENT = 7.5 * CENTIMETRE
const FIRST_LINE = 1.25 * CENTIMETRE
const FONT = 'Times New Roman'
/** In half points. */
const FONT_SIZE = 26
const SIGN_LINE = '__________________'

/**
 * A letter on paper, as a .docx in memory: A4, the addressee on the right, the heading centred, the
 * body justified, date and signature at the end.
 */
export async function letterDocument(letter: ComposedLetter, lang: string): Promise<Buffer> {
  const text = (words: string, bold = false) => new TextRun({ text: words, bold })
  const addressee = letter.to.map(
    (line) =>
      new Paragraph({
        indent: { left: ADDRESSEE_INDENT },
        spacing: { after: 40 },
        children: [text(line)],
      }),
  )
  const heading = letter.heading.map(
    (line, index) =>
      new Paragraph({
        alignment: AlignmentType.CENTER,
        spacing: {
          before: index === 0 ? 360 : 0,
          after: index === letter.heading.length - 1 ? 240 : 0,
        },
        keepNext: true,
        children: [text(line, true)],
      }),
  )
  const body = letter.body.flatMap((block) =>
    block.kind === 'paragraph'
      ? [
          new Paragraph({
            // Before lines to write on, justified words would be torn apart.
            alignment: block.text.includes(EMPTY_STORY)
              ? AlignmentType.LEFT
              : AlignmentType.JUSTIFIED,
            indent: { firstLine: FIRST_LINE },
            spacing: { after: 120 },
            children: [text(block.text)],
          }),
        ]
      : block.items.map(
          (item, index) =>
            new Paragraph({
              // Justified, the long words of Kazakh would tear short lines apart.
              alignment: AlignmentType.LEFT,
              indent: { left: FIRST_LINE, hanging: FIRST_LINE / 2 },
              tabStops: [{ type: TabStopType.LEFT, position: FIRST_LINE }],
              spacing: { after: index === block.items.length - 1 ? 120 : 40 },
              children: [text(`${itemNumber(index)}\t${item}`)],
            }),
        ),
  )
  const sign = new Paragraph({
    spacing: { before: 480 },
    tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH }],
    children: [text(letter.sign.map((label) => `${label}: ${SIGN_LINE}`).join('\t'))],
  })
  const document = new Document({
    creator: 'Тірек',
    title: letter.heading.join(' '),
    styles: {
      default: {
        document: {
          run: {
            font: FONT,
            size: FONT_SIZE,
            language: { value: lang === 'kk' ? 'kk-KZ' : 'ru-RU' },
          },
        },
      },
    },
    sections: [
      {
        properties: { page: { size: A4, margin: MARGIN } },
        children: [...addressee, ...heading, ...body, sign],
      },
    ],
  })
  return await Packer.toBuffer(document)
}
