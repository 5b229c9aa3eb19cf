/** An `espera.yaml` of a clinic where it is about noon now: many more callers than its agents can take, and people may be called. */
export function noonClinic({ callsPerDay, agents }: { callsPerDay: number; agents: number }): string {
  const hoursToNoon = 12 - new Date().getUTCHours();
  return `
operations:
  - name: clinic
    timeZone: Etc/GMT${hoursToNoon >= 0 ? "-" : "+"}${Math.abs(hoursToNoon)}
    country: CO
    skills:
      - { id: 1, name: desk, target: 80 % in 20 s, smartWait: on, offerAfterS: 10 }
    callingHours: 00:00-24:00
    exchange:
      simulated:
        historyDays: 1
        traffic: [{ skill: 1, callsPerDay: ${callsPerDay}, meanHandleS: 240, meanPatienceS: 900 }]
        agents: [{ count: ${agents}, skills: [1], shift: "00:00-24:00", wrapUpS: 5 }]
`;
}
