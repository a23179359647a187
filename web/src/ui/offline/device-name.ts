/** `Chrome, Android`: enough to tell one's own devices apart. */
export function deviceName(userAgent: string): string {
  const named = (words: [RegExp, string][]): string | undefined =>
    words.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = named([
    [/MicroMessenger/, 'WeChat'],
    [/HuaweiBrowser/, 'Huawei Browser'],
    [/MiuiBrowser/, 'Mi Browser'],
    [/Edg/, 'Edge'],
    [/Firefox|FxiOS/, 'Firefox'],
    [/Chrome|CriOS/, 'Chrome'],
    [/Safari/, 'Safari'],
  ]);
  const system = named([
    [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
    [/Android/, 'Android'],
    [/iPhone/, 'iPhone'],
    [/iPad/, 'iPad'],
    [/Windows/, 'Windows'],
    [/Mac OS/, 'Mac'],
    [/Linux/, 'Linux'],
  ]);
  return [browser ?? 'Browser', system].filter(Boolean).join(', ');
}
