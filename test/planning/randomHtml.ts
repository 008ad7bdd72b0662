import fc from 'fast-check';

/** Elements that show their text, some of them where nobody expects them; with what stands in and around them when somebody means harm. */
const around = [
  'p',
  'div',
  'span',
  'b',
  'i',
  'u',
  's',
  'font',
  'center',
  'section',
  'article',
  'main',
  'h1',
  'h3',
  'h6',
  'blockquote',
  'pre',
  'code',
  'sub',
  'sup',
  'label',
  'summary',
  'dl',
  'dt',
  'dd',
  'strong style="mso-list:l0 level1 lfo1"',
  'p class=MsoListParagraph style="mso-list:l0 level2 lfo1"',
  'p style="text-indent:21pt" onclick="steal()"',
  'a href="javascript:steal()"',
  'a href="https://example.org/"',
  'o:p',
  'unknown-element',
];
const unseen = [
  '<script>steal()</script>',
  '<style>p { color: red }</style>',
  '<img src=x onerror="steal()">',
  '<!-- remark -->',
  '<!--[if gte mso 9]><xml></xml><![endif]-->',
  '<br>',
  '<hr>',
  '<meta charset="utf-8">',
  '<iframe src="https://example.org/"></iframe>',
  '<svg onload="steal()"></svg>',
  '</div></p>',
];

/**
 * HTML as it is pasted and handed in: nested as somebody liked it, with hostile and useless pieces. Each of its words is another one, and
 * can be seen.
 */
export const randomHtml: fc.Arbitrary<string> = fc
  .letrec<{ node: (word: () => string) => string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      fc.constant((word: () => string) => word()),
      fc.constantFrom(...unseen).map((html) => () => html),
      fc
        .tuple(fc.constantFrom(...around), fc.array(tie('node'), { minLength: 1, maxLength: 3 }))
        .map(([tag, inner]) => (word: () => string) => {
          const content = inner.map((one) => one(word)).join('');
          return `<${tag}>${content}</${tag.split(' ')[0]}>`;
        }),
      fc.tuple(fc.constantFrom('ul', 'ol', 'ol start="3"'), fc.array(tie('node'), { minLength: 1, maxLength: 3 })).map(
        ([tag, items]) =>
          (word: () => string) =>
            `<${tag}>${items.map((one) => `<li>${one(word)}</li>`).join('')}</${tag.split(' ')[0]}>`,
      ),
      fc
        .array(fc.array(tie('node'), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
        .map(
          (rows) => (word: () => string) =>
            `<table>${rows.map((cells) => `<tr>${cells.map((one) => `<td>${one(word)}</td>`).join('')}</tr>`).join('')}</table>`,
        ),
    ),
  }))
  .node.map((node) => {
    let words = 0;
    return node(() => `词${words++}词`);
  });

/** The words of a text that stem from such HTML, in their order. */
export const randomWords = (text: string): string[] => text.match(/词\d+词/g) ?? [];
