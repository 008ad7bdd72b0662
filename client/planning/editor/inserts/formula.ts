/** Whether a formula could be drawn. Drawn as HTML with MathML beside it for screen readers; commands that reach outside are refused. */
export async function drawFormula(latex: string, into: HTMLElement, block: boolean): Promise<boolean> {
  // Loaded with the first formula: most plans have none.
  const { katex } = await import('./katex.ts');
  try {
    katex.render(latex, into, {
      displayMode: block,
      throwOnError: true,
      trust: false,
      strict: 'ignore',
      maxSize: 20,
      maxExpand: 200,
    });
    return true;
  } catch {
    into.textContent = latex;
    return false;
  }
}
