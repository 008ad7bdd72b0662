import { Button, Checkbox, Group, Modal, Stack, Text, Textarea, UnstyledButton } from '@mantine/core';
import type { Editor } from '@tiptap/core';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { commonWords } from '../../../ui/commonWords.ts';
import { useWords } from '../../../ui/words.ts';
import { drawFormula } from '../inserts/formula.ts';
import { insertBlock } from '../inserts/insertBlock.ts';
import { editorWords } from './editorWords.ts';
import classes from './FormulaDialog.module.css';
import type { FormulaRequest } from './toolRequests.ts';

/** What a press of each button writes; `|` is where one goes on writing. */
const symbols: readonly (readonly [shown: string, latex: string])[] = [
  ['½', '\\frac{|}{}'],
  ['√', '\\sqrt{|}'],
  ['x²', '^{|}'],
  ['x₂', '_{|}'],
  ['×', '\\times '],
  ['÷', '\\div '],
  ['±', '\\pm '],
  ['≤', '\\le '],
  ['≥', '\\ge '],
  ['≠', '\\ne '],
  ['≈', '\\approx '],
  ['π', '\\pi '],
  ['∠', '\\angle '],
  ['△', '\\triangle '],
  ['⊥', '\\perp '],
  ['∥', '\\parallel '],
  ['°', '^{\\circ}'],
  ['→', '\\to '],
];

/** Writes a formula, or changes one that is there, with a preview of how it will look. */
export function FormulaDialog({ editor, request, onClose }: { editor: Editor; request: FormulaRequest; onClose: () => void }) {
  const t = useWords(editorWords);
  const common = useWords(commonWords);
  const [latex, setLatex] = useState(request.latex);
  const [block, setBlock] = useState(request.block);
  const [drawn, setDrawn] = useState(true);
  const preview = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const written = latex.trim();

  useEffect(() => {
    const into = preview.current;
    if (into === null) return;
    if (written === '') {
      into.textContent = '';
      setDrawn(true);
      return;
    }
    let current = true;
    const made = document.createElement('div');
    void drawFormula(written, made, block).then((fits) => {
      if (!current) return;
      setDrawn(fits);
      if (fits) into.replaceChildren(...made.childNodes);
    });
    return () => {
      current = false;
    };
  }, [written, block]);

  const insert = (symbol: string) => {
    const { selectionStart: from = 0, selectionEnd: to = 0 } = field.current ?? {};
    const at = symbol.indexOf('|');
    const plain = symbol.replace('|', latex.slice(from, to));
    setLatex(latex.slice(0, from) + plain + latex.slice(to));
    const cursor = from + (at < 0 ? plain.length : at + (to - from));
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(cursor, cursor);
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (written === '' || !drawn) return;
    put(editor, { ...request, latex: written, block });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('formula.title')} closeButtonProps={{ 'aria-label': common('close') }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Textarea
            ref={field}
            label={t('formula.latex')}
            description={t('formula.hint')}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={2000}
            spellCheck={false}
            data-autofocus
            value={latex}
            error={drawn ? undefined : t('formula.wrong')}
            onChange={({ currentTarget }) => setLatex(currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) submit(event);
            }}
          />
          <div role="group" aria-label={t('formula.symbols')} className={classes['symbols']}>
            {symbols.map(([shown, symbol]) => (
              <UnstyledButton key={shown} className={classes['symbol'] ?? ''} onClick={() => insert(symbol)}>
                {shown}
              </UnstyledButton>
            ))}
          </div>
          <div>
            <Text size="sm" fw={500} mb={4}>
              {t('formula.preview')}
            </Text>
            <div ref={preview} className={classes['preview']} />
          </div>
          <Checkbox
            label={t('formula.block')}
            checked={block}
            onChange={({ currentTarget }) => setBlock(currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common('cancel')}
            </Button>
            <Button type="submit" disabled={written === '' || !drawn}>
              {t('formula.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Puts a formula where the cursor is, or in the place of the one that is being changed, wherever that is by now. */
function put(editor: Editor, { latex, block, getPos }: FormulaRequest): void {
  const type = block ? 'blockMath' : 'inlineMath';
  const position = getPos?.();
  const node = position === undefined ? null : editor.state.doc.nodeAt(position);
  if (position === undefined || node === null) {
    if (getPos === undefined) insert(editor, type, latex);
    return;
  }
  if (node.type.name === type) {
    editor.view.dispatch(editor.state.tr.setNodeAttribute(position, 'latex', latex));
    editor.view.focus();
    return;
  }
  editor.view.dispatch(editor.state.tr.delete(position, position + node.nodeSize));
  insert(editor, type, latex);
}

function insert(editor: Editor, type: 'blockMath' | 'inlineMath', latex: string): void {
  const formula = editor.schema.nodes[type]?.create({ latex });
  if (formula === undefined) return;
  if (type === 'blockMath') insertBlock(editor, formula);
  else editor.view.dispatch(editor.state.tr.replaceSelectionWith(formula, false));
  editor.view.focus();
}
