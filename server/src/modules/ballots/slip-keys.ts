/**
 * Keys of a secret ballot's slips, one for each value, and the blind signature (RFC 9474, blind_sign): the raw RSA operation on
 * a number that tells the signer nothing. The private keys live encrypted while voting runs and are destroyed when it ends, so
 * that nobody can make slips afterwards.
 */
import { constants, createPrivateKey, generateKeyPair, privateDecrypt, publicEncrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { slipValues } from '@linli/engine';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';

const modulusBits = 2048;
const newKeyPair = promisify(generateKeyPair);

export interface SlipKeys {
  /** SPKI, base64, by value. */
  public: Record<string, string>;
  /** PKCS #8, base64, by value. */
  private: Record<string, string>;
}

export async function makeSlipKeys(): Promise<SlipKeys> {
  const keys: SlipKeys = { public: {}, private: {} };
  await Promise.all(
    slipValues.map(async (value) => {
      const pair = await newKeyPair('rsa', { modulusLength: modulusBits });
      keys.public[value] = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
      keys.private[value] = pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
    }),
  );
  return keys;
}

const place = (tenantId: number) => ({ tenantId, field: 'slip-key' });

export async function insertSlipKeys(
  { secrets }: Pick<Deps, 'secrets'>,
  tx: Tx,
  ballotId: string,
  keys: SlipKeys,
): Promise<void> {
  const values = Object.keys(keys.public);
  await tx.query(
    `INSERT INTO ballot_slip_keys (tenant_id, ballot_id, value, public_key, private_cipher)
     SELECT $1, $2, one.value, one.public_key, decode(one.cipher, 'hex')
       FROM unnest($3::text[], $4::text[], $5::text[]) AS one (value, public_key, cipher)`,
    [
      tx.tenantId,
      ballotId,
      values,
      values.map((value) => keys.public[value]),
      values.map((value) => secrets.encrypt(place(tx.tenantId), keys.private[value] ?? '').toString('hex')),
    ],
  );
}

/** The private keys of a ballot by value; none once they are destroyed. */
export async function privateKeysOf(
  { secrets }: Pick<Deps, 'secrets'>,
  tx: Tx,
  ballotId: string,
  values: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ value: string; cipher: Buffer }>(
    `SELECT value, private_cipher AS cipher FROM ballot_slip_keys
      WHERE tenant_id = $1 AND ballot_id = $2 AND value = ANY ($3::text[]) AND private_cipher IS NOT NULL`,
    [tx.tenantId, ballotId, [...new Set(values)]],
  );
  return new Map(rows.map(({ value, cipher }) => [value, secrets.decrypt(place(tx.tenantId), cipher)]));
}

export async function destroySlipKeys(tx: Tx, ballotId: string, at: string): Promise<void> {
  await tx.query(
    `UPDATE ballot_slip_keys SET private_cipher = NULL, destroyed_at = $3
      WHERE tenant_id = $1 AND ballot_id = $2 AND private_cipher IS NOT NULL`,
    [tx.tenantId, ballotId, at],
  );
}

/** Null: not a number that can be signed under this key. */
export function blindSign(privateKey: string, blinded: Buffer): Buffer | null {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  const padding = constants.RSA_NO_PADDING;
  try {
    const signature = privateDecrypt({ key, padding }, blinded);
    // RFC 9474 blind_sign, step 3: a fault in the arithmetic would give the key away.
    return publicEncrypt({ key, padding }, signature).equals(blinded) ? signature : null;
  } catch {
    return null;
  }
}
