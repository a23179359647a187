import { describe, expect, test } from 'vitest';
import { isSameHash, maskName, maskPhone, maskText, openSecrets } from '../../src/platform/secrets/index.ts';

const secrets = openSecrets('a secret of at least thirty-two characters');
const phone = { tenantId: 1, field: 'phone' };

describe('encrypted fields', () => {
  test('come back as they were, and never look the same twice', () => {
    const [one, other] = [secrets.encrypt(phone, '13800138000'), secrets.encrypt(phone, '13800138000')];
    expect(one.equals(other)).toBe(false);
    expect(one.toString('latin1')).not.toContain('138');
    for (const cipher of [one, other]) expect(secrets.decrypt(phone, cipher)).toBe('13800138000');
    expect(secrets.decrypt(phone, secrets.encrypt(phone, '欧阳 🧓'))).toBe('欧阳 🧓');
  });

  test('cannot be changed, moved to another field or city, or read under another secret', () => {
    const cipher = secrets.encrypt(phone, '13800138000');
    for (let at = 0; at < cipher.length; at += 1) {
      const changed = Buffer.from(cipher);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => secrets.decrypt(phone, changed)).toThrow();
    }
    expect(() => secrets.decrypt(phone, cipher.subarray(0, 20))).toThrow();
    expect(() => secrets.decrypt({ tenantId: 1, field: 'name' }, cipher)).toThrow();
    expect(() => secrets.decrypt({ tenantId: 2, field: 'phone' }, cipher)).toThrow();
    expect(() => openSecrets('another secret of thirty-two characters').decrypt(phone, cipher)).toThrow();
  });

  test('are found by a blind index that is the same for the same value, field and city only', () => {
    const index = secrets.blindIndex(phone, '13800138000');
    expect(isSameHash(index, secrets.blindIndex(phone, '13800138000'))).toBe(true);
    for (const other of [
      secrets.blindIndex(phone, '13800138001'),
      secrets.blindIndex({ tenantId: 2, field: 'phone' }, '13800138000'),
      secrets.blindIndex({ tenantId: 1, field: 'login' }, '13800138000'),
      openSecrets('another secret of thirty-two characters').blindIndex(phone, '13800138000'),
    ]) {
      expect(isSameHash(index, other)).toBe(false);
    }
  });

  test('tokens of one purpose are no tokens of another', () => {
    expect(secrets.hashToken('session', 't').equals(secrets.hashToken('device', 't'))).toBe(false);
    expect(isSameHash(secrets.hashToken('session', 't'), Buffer.alloc(3))).toBe(false);
  });
});

describe('masks', () => {
  test.each([
    ['张三', '张*'],
    ['张小明', '张**'],
    ['欧阳娜', '欧阳*'],
    ['欧阳', '欧*'],
    ['𠮷田一', '𠮷**'],
    ['Alexander', 'A***'],
    ['王', '王*'],
    ['', ''],
  ])('the name %s shows as %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  test('a phone number keeps what its owner knows it by', () => {
    expect(maskPhone('13800138000')).toBe('138****8000');
    expect(maskPhone('110')).toBe('***');
  });

  test('nothing short is shown whole', () => {
    expect(maskText('abc', 2, 2)).toBe('***');
    expect(maskText('https://robot.example/key', 8, 3)).toBe('https://****key');
  });
});
