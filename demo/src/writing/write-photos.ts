/** Draws the pictures and files them with the cases whose answers name them. */
import type { Model } from '@linli/model';
import { type Deps, type NewPhoto, readPicture, storePhoto, type Tx } from '@linli/server';
import { drawPicture, type PictureName } from '../pictures.ts';
import type { WrittenCase } from './write-cases.ts';

export async function writePhotos(
  deps: Deps,
  tx: Tx,
  model: Model,
  written: readonly WrittenCase[],
): Promise<void> {
  const byPicture = new Map<PictureName, NewPhoto[]>();
  for (const one of written) {
    for (const { picture, photo } of photosOf(one)) {
      const photos = byPicture.get(picture) ?? [];
      byPicture.set(picture, photos);
      photos.push(photo);
    }
  }
  await keepDrawings(deps, tx, model, byPicture);
}

/** Each drawing goes the way of a photo that was sent, once, for all that show it. */
export async function keepDrawings(
  deps: Deps,
  tx: Tx,
  model: Model,
  byPicture: ReadonlyMap<PictureName, readonly NewPhoto[]>,
): Promise<void> {
  const when = { timeZone: model.timeZone, now: deps.clock.now() };
  const pictures = await Promise.all(
    [...byPicture.keys()].map(
      async (name) => [name, await readPicture(() => drawPicture(name), when)] as const,
    ),
  );
  for (const [name, picture] of pictures) {
    await storePhoto(deps, tx, picture, byPicture.get(name) ?? []);
  }
}

/** The photos of a case, each with who sent it when: at the step whose answers first name it. */
function photosOf({ told, deviceHash }: WrittenCase): { picture: PictureName; photo: NewPhoto }[] {
  if (told.pictures.size === 0) return [];
  const seen = new Set<string>();
  return told.life.told.flatMap(({ at, actorPersonId, decision }) =>
    Object.entries(decision.changes.answers ?? {}).flatMap(([field, value]) =>
      (Array.isArray(value) ? value : []).flatMap((photoId) => {
        const picture = told.pictures.get(photoId);
        if (picture === undefined || seen.has(photoId)) return [];
        seen.add(photoId);
        const device = `device:${deviceHash?.toString('hex') ?? ''}`;
        const sender = actorPersonId === null ? device : `person:${actorPersonId}`;
        return { picture, photo: { photoId, sender, createdAt: at, caseId: told.caseId, field } };
      }),
    ),
  );
}
