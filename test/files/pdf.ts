/**
 * A PDF with a page for each text. Letters beyond ASCII are written as GB1 characters in a font that the file does not hold, as
 * offices in China do: whoever reads it needs the tables that say which character is which.
 */
export function pdf(texts: readonly string[]): Buffer<ArrayBuffer> {
  const kids = texts.map((_, index) => `${5 + 2 * index} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${texts.length} >>`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>',
    [
      '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /SimSun /DW 1000',
      '/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>',
      '/FontDescriptor << /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0',
      '/Ascent 859 /Descent -140 /CapHeight 683 /StemV 80 >> >>',
    ].join(' '),
    ...texts.flatMap((text, index) => {
      const drawn = `BT /F1 48 Tf 60 220 Td <${hex(text)}> Tj ET`;
      const font = '/Resources << /Font << /F1 3 0 R >> >>';
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 640 360] ${font} /Contents ${6 + 2 * index} 0 R >>`,
        `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`,
      ];
    }),
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const xref = file.length;
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

const hex = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex');
