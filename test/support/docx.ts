import { inflateRawSync } from 'node:zlib'

/**
 * The text of a .docx, a paragraph a line. Unzips word/document.xml by the directory at the end of the
 * archive, so that the test does not lean on the library that wrote it.
 */
export async function documentText(file: Buffer): Promise<string> {
  const xml = unzip(file, 'word/document.xml').toString('utf8')
  return [...xml.matchAll(/<w:p[ >].*?<\/w:p>/gs)]
    .map(([paragraph]) =>
      [...paragraph.matchAll(/<w:t(?: [^>]*)?>(.*?)<\/w:t>|<w:tab\/>(?!<w:tab)/gs)]
        .map(([tag, text]) => (text === undefined ? (tag === '<w:tab/>' ? '\t' : '') : plain(text)))
        .join(''),
    )
    .join('\n')
}

const plain = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')

const END_OF_DIRECTORY = 0x06054b50
const STORED = 0

function unzip(file: Buffer, name: string): Buffer {
  let end = file.length - 22
  while (end >= 0 && file.readUInt32LE(end) !== END_OF_DIRECTORY) end--
  const entries = file.readUInt16LE(end + 10)
  let at = file.readUInt32LE(end + 16)
  for (let entry = 0; entry < entries; entry++) {
    const method = file.readUInt16LE(at + 10)
    const size = file.readUInt32LE(at + 20)
    const lengths = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset))
    const [nameLength = 0, extraLength = 0, commentLength = 0] = lengths
    const local = file.readUInt32LE(at + 42)
    if (file.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
      const packed = file.subarray(from, from + size)
      return method === STORED ? packed : inflateRawSync(packed)
    }
    at += 46 + nameLength + extraLength + commentLength
  }
  throw new Error(`There is no ${name} in the file`)
}
