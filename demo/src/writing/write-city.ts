/** Writes down where and who: areas, people, organisations, grids, posts, spots. */
import type { Deps, Tx } from '@linli/server';
import type { City, Person } from '../city.ts';
import { bytea, insertRows } from './insert-rows.ts';

export interface CityToWrite {
  city: City;
  /** In the order in which the sign-in page offers them. */
  offered: readonly Person[];
  plannedAt: string;
}

const dayMs = 86_400_000;
/** People were there before the first case. */
const joinedDaysAgo = 500;

export async function writeCity(
  deps: Deps,
  tx: Tx,
  { city, offered, plannedAt }: CityToWrite,
): Promise<void> {
  await insertRows(
    tx,
    'areas',
    {
      code: 'text',
      parent_code: 'text',
      level: 'text',
      name: 'text',
      class: 'text',
      full_name: 'text',
      geometry: 'jsonb',
      longitude: 'double precision',
      latitude: 'double precision',
    },
    map(city.areas, (area) => ({
      code: area.code,
      parent_code: area.parentCode,
      level: area.level,
      name: area.name,
      class: area.class,
      full_name: area.fullName,
      geometry: area.geometry,
      longitude: area.position?.[0] ?? null,
      latitude: area.position?.[1] ?? null,
    })),
    {
      // The outermost area is there since the model was first seen.
      onConflict: `ON CONFLICT (tenant_id, code) DO UPDATE SET
        level = excluded.level, name = excluded.name, class = excluded.class, full_name = excluded.full_name,
        geometry = excluded.geometry, longitude = excluded.longitude, latitude = excluded.latitude`,
    },
  );
  await writePeople(deps, tx, { city, offered, plannedAt });
  await insertRows(
    tx,
    'orgs',
    {
      org_id: 'uuid',
      kind: 'text',
      name: 'text',
      parent_org_id: 'uuid',
      formation: 'text',
      valid_from: 'date',
      sent_by_org_id: 'uuid',
    },
    map(city.orgs, (org) => ({
      org_id: org.orgId,
      kind: org.kind,
      name: org.name,
      parent_org_id: org.parentOrgId,
      formation: org.formation,
      valid_from: org.validFrom,
      sent_by_org_id: org.sentByOrgId ?? null,
    })),
  );
  await insertRows(
    tx,
    'org_areas',
    { org_id: 'uuid', area_code: 'text' },
    city.orgs.flatMap(({ orgId, areaCodes }) =>
      areaCodes.map((code) => ({ org_id: orgId, area_code: code })),
    ),
  );
  await insertRows(
    tx,
    'grids',
    { grid_id: 'uuid', compound_code: 'text', name: 'text', org_id: 'uuid', valid_from: 'date' },
    map(city.grids, (grid) => ({
      grid_id: grid.gridId,
      compound_code: grid.compoundCode,
      name: grid.name,
      org_id: grid.orgId,
      valid_from: grid.validFrom,
    })),
  );
  await insertRows(
    tx,
    'grid_buildings',
    { grid_id: 'uuid', building_code: 'text' },
    city.grids.flatMap(({ gridId, buildingCodes }) =>
      buildingCodes.map((code) => ({ grid_id: gridId, building_code: code })),
    ),
  );
  await writeEstablishments(tx, city, plannedAt);
  await insertRows(
    tx,
    'posts',
    {
      post_id: 'uuid',
      org_id: 'uuid',
      role: 'text',
      person_id: 'uuid',
      held_from: 'date',
      held_to: 'date',
      pledge: 'text',
      opinion_case_id: 'uuid',
      establishment_post_id: 'uuid',
    },
    map(city.posts, (post) => ({
      post_id: post.postId,
      org_id: post.orgId,
      role: post.role,
      person_id: post.personId,
      held_from: post.heldFrom,
      held_to: post.heldTo,
      pledge: post.pledge,
      opinion_case_id: post.opinionCaseId ?? null,
      establishment_post_id: post.establishmentPostId ?? null,
    })),
  );
  await insertRows(
    tx,
    'post_areas',
    { post_id: 'uuid', area_code: 'text' },
    city.posts.flatMap(({ postId, serves }) => serves.map((code) => ({ post_id: postId, area_code: code }))),
  );
  await writeOffices(tx, city);
  await writeReportIns(tx, city);
  await insertRows(
    tx,
    'spots',
    { spot_code: 'text', area_code: 'text', name: 'text' },
    map(city.spots, (spot) => ({ spot_code: spot.spotCode, area_code: spot.areaCode, name: spot.name })),
  );
}

/** Posts of the establishment, where each was from which day on. */
async function writeEstablishments(tx: Tx, { establishmentPosts }: City, plannedAt: string): Promise<void> {
  await insertRows(
    tx,
    'establishment_posts',
    { establishment_post_id: 'uuid', establishment: 'text', number: 'integer' },
    map(establishmentPosts, ({ establishmentPostId, key, number }) => ({
      establishment_post_id: establishmentPostId,
      establishment: key,
      number,
    })),
  );
  await insertRows(
    tx,
    'establishment_moves',
    {
      establishment_post_id: 'uuid',
      move_number: 'integer',
      org_id: 'uuid',
      moved_on: 'date',
      basis: 'text',
      recorded_at: 'timestamptz',
    },
    establishmentPosts.flatMap(({ establishmentPostId, moves }) =>
      moves.map(({ orgId, movedOn, basis }, index) => ({
        establishment_post_id: establishmentPostId,
        move_number: index + 1,
        org_id: orgId,
        moved_on: movedOn,
        basis,
        recorded_at: plannedAt,
      })),
    ),
  );
}

/** What stands beside posts and organisations: roads, trails, duty cards, sizes. */
async function writeOffices(tx: Tx, { segments, sizes, posts }: City): Promise<void> {
  await insertRows(
    tx,
    'segments',
    {
      segment_id: 'uuid',
      kind: 'text',
      name: 'text',
      from_place: 'text',
      to_place: 'text',
      area_code: 'text',
      geometry: 'jsonb',
      west: 'double precision',
      south: 'double precision',
      east: 'double precision',
      north: 'double precision',
      valid_from: 'date',
    },
    map(segments, (segment) => {
      const [xs, ys] = [segment.line.map(([x]) => x), segment.line.map(([, y]) => y)];
      return {
        segment_id: segment.segmentId,
        kind: segment.kind,
        name: segment.name,
        from_place: segment.fromPlace,
        to_place: segment.toPlace,
        area_code: segment.areaCode,
        geometry: { type: 'LineString', coordinates: segment.line },
        west: Math.min(...xs),
        south: Math.min(...ys),
        east: Math.max(...xs),
        north: Math.max(...ys),
        valid_from: segment.validFrom,
      };
    }),
  );
  await insertRows(
    tx,
    'post_segments',
    { post_id: 'uuid', segment_id: 'uuid' },
    posts.flatMap(({ postId, segments: held = [] }) =>
      held.map((segmentId) => ({ post_id: postId, segment_id: segmentId })),
    ),
  );
  await insertRows(
    tx,
    'post_trails',
    { post_id: 'uuid', step_number: 'integer', step: 'text', channel: 'text', done_on: 'date', note: 'text' },
    posts.flatMap(({ postId, trail = [] }) =>
      trail.map(({ step, channel, doneOn, note }, index) => ({
        post_id: postId,
        step_number: index + 1,
        step,
        channel,
        done_on: doneOn,
        note,
      })),
    ),
  );
  await insertRows(
    tx,
    'card_consents',
    {
      consent_id: 'uuid',
      post_id: 'uuid',
      field: 'text',
      given_at: 'timestamptz',
      expires_at: 'timestamptz',
    },
    posts.flatMap(({ postId, card }) =>
      (card?.consents ?? []).map(({ consentId, field }) => ({
        consent_id: consentId,
        post_id: postId,
        field,
        given_at: card && atNoon(card.consentedOn, 0),
        expires_at: card && atNoon(card.consentedOn, card.consentDays),
      })),
    ),
  );
  await insertRows(
    tx,
    'card_results',
    {
      post_id: 'uuid',
      assessed_on: 'date',
      result: 'text',
      basis: 'text',
      entered_by_person_id: 'uuid',
      entered_at: 'timestamptz',
    },
    posts.flatMap(({ postId, card }) =>
      card?.result
        ? [
            {
              post_id: postId,
              assessed_on: card.result.assessedOn,
              result: card.result.result,
              basis: card.result.basis,
              entered_by_person_id: card.result.byPersonId,
              entered_at: atNoon(card.result.assessedOn, 0),
            },
          ]
        : [],
    ),
  );
  await insertRows(
    tx,
    'org_sizes',
    { org_id: 'uuid', area_code: 'text', counted_on: 'date', members: 'integer' },
    map(sizes, ({ orgId, areaCode, countedOn, members }) => ({
      org_id: orgId,
      area_code: areaCode ?? '',
      counted_on: countedOn,
      members,
    })),
  );
}

async function writeReportIns(tx: Tx, { reportIns }: City): Promise<void> {
  await insertRows(
    tx,
    'report_ins',
    {
      report_in_id: 'uuid',
      person_id: 'uuid',
      employer_org_id: 'uuid',
      community_org_id: 'uuid',
      reported_from: 'date',
      confirmed_at: 'timestamptz',
    },
    map(reportIns, (one) => ({
      report_in_id: one.reportInId,
      person_id: one.personId,
      employer_org_id: one.employerOrgId,
      community_org_id: one.communityOrgId,
      reported_from: one.reportedFrom,
      confirmed_at: atNoon(one.reportedFrom, 0),
    })),
  );
  await insertRows(
    tx,
    'duty_hours',
    {
      entry_id: 'uuid',
      report_in_id: 'uuid',
      done_on: 'date',
      minutes: 'integer',
      service: 'text',
      note: 'text',
      entered_by_person_id: 'uuid',
      entered_at: 'timestamptz',
    },
    reportIns.flatMap(({ reportInId, done }) =>
      done.map((entry) => ({
        entry_id: entry.entryId,
        report_in_id: reportInId,
        done_on: entry.doneOn,
        minutes: entry.minutes,
        service: entry.service,
        note: entry.note,
        entered_by_person_id: entry.byPersonId,
        entered_at: atNoon(entry.doneOn, 0),
      })),
    ),
  );
}

function atNoon(day: string, daysLater: number): string {
  return new Date(Date.parse(`${day}T04:00:00Z`) + daysLater * dayMs).toISOString();
}

async function writePeople(deps: Deps, tx: Tx, { city, offered, plannedAt }: CityToWrite): Promise<void> {
  // The sign-in page shows people in the order in which they came.
  const places = new Map(offered.map((person, index) => [person.personId, index]));
  const joined = Date.parse(plannedAt) - joinedDaysAgo * dayMs;
  const place = { tenantId: tx.tenantId, field: 'phone' };
  await insertRows(
    tx,
    'people',
    {
      person_id: 'uuid',
      name: 'text',
      phone_cipher: 'bytea',
      phone_index: 'bytea',
      home_code: 'text',
      demo_script: 'jsonb',
      created_at: 'timestamptz',
    },
    map(city.people, ({ personId, name, phone, homeCode, script }) => ({
      person_id: personId,
      name,
      phone_cipher: phone === null ? null : bytea(deps.secrets.encrypt(place, phone)),
      phone_index: phone === null ? null : bytea(deps.secrets.blindIndex(place, phone)),
      home_code: homeCode,
      demo_script: script,
      created_at: new Date(joined + (places.get(personId) ?? offered.length) * 1000).toISOString(),
    })),
  );
}

function* map<From, To>(from: Iterable<From>, make: (one: From) => To): Generator<To, void, undefined> {
  for (const one of from) yield make(one);
}
