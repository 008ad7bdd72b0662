import JSZip from 'jszip';
import { getJob, type ExchangeJob } from '../../../shared/exchange.ts';
import type { ErrorBody } from '../../../shared/http.ts';
import { ApiError, type Api } from '../../support/api.ts';

/** Sends a file to be read, as a browser's form does. */
export function sendForm(
  by: Api,
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
  signal?: AbortSignal,
): Promise<Response> {
  const form = new FormData();
  form.append('file', new Blob([content]), name);
  return by.raw('/api/imports', { method: 'POST', body: form, ...(signal === undefined ? {} : { signal }) });
}

/** Begins an import. @throws ApiError */
export async function sendImport(by: Api, name: string, content: string | Uint8Array<ArrayBuffer>): Promise<ExchangeJob> {
  const response = await sendForm(by, name, content);
  const answer: unknown = await response.json();
  if (!response.ok) throw new ApiError(response.status, answer as ErrorBody);
  return answer as ExchangeJob;
}

/** Waits for a job to come to its end, whichever. */
export async function finished(by: Api, job: ExchangeJob): Promise<ExchangeJob> {
  const end = Date.now() + 50_000;
  for (;;) {
    const now = await by.call(getJob, { params: { jobId: job.id } });
    if (now.state !== 'running') return now;
    if (Date.now() > end) throw new Error(`The job is still at ${now.stage}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const namespaces = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
  'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"',
  'xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData"',
].join(' ');

const xml = (root: string, content: string) =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:${root} ${namespaces} mc:Ignorable="w14 wpsCustomData">${content}</w:${root}>`;

/** Parts of a .docx beside its text. */
export interface DocxParts {
  footnotes?: string;
  header?: string;
  numbering?: string;
  picture?: Uint8Array;
}

/** A .docx with a body written by hand, packed as WPS packs it. */
export async function docxOf(body: string, parts: DocxParts = {}): Promise<Buffer<ArrayBuffer>> {
  const zip = new JSZip();
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const named = [
    ...(parts.footnotes === undefined ? [] : ['footnotes']),
    ...(parts.header === undefined ? [] : ['header']),
    ...(parts.numbering === undefined ? [] : ['numbering']),
    'styles',
  ];
  const types = named
    .map(
      (name) =>
        `<Override PartName="/word/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${name}+xml"/>`,
    )
    .join('');
  zip.file(
    '[Content_Types].xml',
    `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>${types}</Types>`,
  );
  zip.file(
    '_rels/.rels',
    `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`,
  );
  const relations = named
    .map((name, index) => `<Relationship Id="rId${index + 10}" Type="${office}/${name}" Target="${name}.xml"/>`)
    .join('');
  const picture = parts.picture === undefined ? '' : `<Relationship Id="rId1" Type="${office}/image" Target="media/image1.png"/>`;
  zip.file(
    'word/_rels/document.xml.rels',
    `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations}${picture}</Relationships>`,
  );
  zip.file('word/document.xml', xml('document', `<w:body>${body}<w:sectPr/></w:body>`));
  zip.file('word/styles.xml', xml('styles', '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/></w:style>'));
  if (parts.footnotes !== undefined) zip.file('word/footnotes.xml', xml('footnotes', parts.footnotes));
  if (parts.header !== undefined) zip.file('word/header.xml', xml('hdr', parts.header));
  if (parts.numbering !== undefined) zip.file('word/numbering.xml', xml('numbering', parts.numbering));
  if (parts.picture !== undefined) zip.file('word/media/image1.png', parts.picture);
  return Buffer.from(await zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' }));
}

/** A run, a paragraph (bold if asked), a row and a table, as Word writes them. */
export const run = (text: string, bold = false): string =>
  `<w:r>${bold ? '<w:rPr><w:b/></w:rPr>' : ''}<w:t xml:space="preserve">${text}</w:t></w:r>`;
export const line = (text: string, bold = false): string => `<w:p>${run(text, bold)}</w:p>`;
export const cell = (content: string, properties = ''): string => `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`;
export const row = (...cells: string[]): string => `<w:tr>${cells.join('')}</w:tr>`;
export const table = (...rows: string[]): string => `<w:tbl><w:tblPr/><w:tblGrid/>${rows.join('')}</w:tbl>`;
export const across = (columns: number): string => `<w:gridSpan w:val="${columns}"/>`;
export const merged = (first: boolean): string => (first ? '<w:vMerge w:val="restart"/>' : '<w:vMerge/>');
