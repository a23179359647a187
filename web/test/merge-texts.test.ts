import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keepBoth, mergeTexts } from '../src/features/gatherings/merge-texts.ts';

/** Minutes typed by several: nothing that anybody wrote may vanish without somebody having chosen so. */
describe('minutes typed by two', () => {
  test('in different lines go together', () => {
    expect(mergeTexts('一\n二\n三', '一改\n二\n三', '一\n二\n三改')).toBe('一改\n二\n三改');
    expect(mergeTexts('一\n二', '零\n一\n二', '一\n二\n三')).toBe('零\n一\n二\n三');
    expect(mergeTexts('一\n二\n三', '一\n三', '一\n二\n三\n四')).toBe('一\n三\n四');
  });

  test('in the same line, or both at the end, are theirs to decide', () => {
    expect(mergeTexts('一', '一甲', '一乙')).toBeNull();
    expect(mergeTexts('一', '一\n甲', '一\n乙')).toBeNull();
    expect(mergeTexts('', '甲', '乙')).toBeNull();
  });

  test('alike stand once', () => {
    expect(mergeTexts('一', '一\n甲', '一\n甲')).toBe('一\n甲');
  });

  const text = fc
    .array(fc.constantFrom('甲', '乙', '丙', '丁', ''), { maxLength: 6 })
    .map((lines) => lines.join('\n'));

  test('whoever changed nothing loses nothing and takes nothing away', () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        expect(mergeTexts(base, base, changed)).toBe(changed);
        expect(mergeTexts(base, changed, base)).toBe(changed);
      }),
    );
  });

  test('it does not matter whose text is called mine', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        expect(mergeTexts(base, mine, theirs)).toBe(mergeTexts(base, theirs, mine));
      }),
    );
  });

  test('kept both, each line of both is there and common ones stand once', () => {
    expect(keepBoth('一\n他的', '一\n我的')).toBe('一\n他的\n我的');
    fc.assert(
      fc.property(text, text, (theirs, mine) => {
        const lines = keepBoth(theirs, mine).split('\n');
        for (const line of [...theirs.split('\n'), ...mine.split('\n')]) expect(lines).toContain(line);
      }),
    );
  });

  test('what somebody added is in what comes out', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const merged = mergeTexts(base, `我\n${mine}`, `${theirs}\n他`);
        if (merged === null) return;
        expect(merged.split('\n')).toContain('我');
        expect(merged.split('\n')).toContain('他');
      }),
    );
  });
});
