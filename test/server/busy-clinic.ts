/** An `espera.yaml` of one skill with more callers than three agents attend to, and nothing generated behind it. */
export const BUSY_CLINIC = `
operations:
  - name: clinic
    timeZone: America/Bogota
    skills:
      - { id: 1, name: desk }
    exchange:
      simulated:
        historyDays: 0
        traffic: [{ skill: 1, callsPerDay: 5000, meanHandleS: 60, meanPatienceS: 60 }]
        agents: [{ count: 3, skills: [1], shift: "00:00-24:00", wrapUpS: 5 }]
`;
