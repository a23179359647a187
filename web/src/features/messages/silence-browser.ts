/** Who signs out is not told here any more. The server hears of it from the push service when it next sends there. */
export async function silenceBrowser(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    await (await findSubscription())?.unsubscribe();
  } catch {
    // A browser that cannot is none that was subscribed.
  }
}

/** Each face has a worker of its own; one subscription is enough for both. */
export async function findSubscription(): Promise<PushSubscription | null> {
  const registrations = await navigator.serviceWorker.getRegistrations();
  const found = await Promise.all(
    // Where there are workers without pushes, there is no manager of them.
    registrations.map(async ({ pushManager }) => (await pushManager?.getSubscription()) ?? null),
  );
  return found.find((one) => one !== null) ?? null;
}
