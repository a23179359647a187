/**
 * Robots of work groups, in WeCom's documented format (developer.work.weixin.qq.com, 群机器人配置说明): a JSON document
 * posted to the robot's address, answered by `{"errcode": 0}`; at most 20 messages a minute for each robot.
 */
import { maskText } from '../../platform/secrets/index.ts';

export const robotLimit = { messages: 20, withinMs: 60_000 };

const answerWithinMs = 10_000;

/** Whoever knows the key can post, so only its end is shown. */
export function maskRobotAddress(address: string): string {
  const url = new URL(address);
  return `${url.host}/${maskText(url.searchParams.get('key') ?? url.pathname.slice(1), 0, 4)}`;
}

/** Throws with what the robot answered; the address, which is a secret, is in no error. */
export async function postToRobot(address: string, markdown: string): Promise<void> {
  let reply: Response;
  let text: string;
  try {
    reply = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ msgtype: 'markdown', markdown: { content: markdown } }),
      // An allowed host must not send us on to one that is not.
      redirect: 'manual',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    text = await reply.text();
  } catch (error) {
    throw new Error(noAnswer(error));
  }
  if (reply.status !== 200) throw new Error(`the robot answered HTTP ${reply.status}`);
  const { errcode, errmsg } = readAnswer(text);
  if (errcode !== 0) throw new Error(`the robot answered errcode ${errcode}: ${errmsg}`);
}

function noAnswer(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  if (name === 'TimeoutError') return `the robot did not answer within ${answerWithinMs / 1000} s`;
  return `the robot cannot be reached (${cause?.code ?? name ?? 'no reason given'})`;
}

function readAnswer(text: string): { errcode: number; errmsg: string } {
  try {
    const answer: unknown = JSON.parse(text);
    if (answer !== null && typeof answer === 'object' && 'errcode' in answer) {
      return {
        errcode: Number(answer.errcode),
        errmsg: 'errmsg' in answer ? String(answer.errmsg).slice(0, 200) : '',
      };
    }
  } catch {
    // What follows says it.
  }
  return { errcode: -1, errmsg: 'not the answer of a robot' };
}
