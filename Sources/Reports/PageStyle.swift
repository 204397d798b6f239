/// How pages look: readable by day and by night, in a narrow window and on paper.
enum PageStyle {
  static let text = """
    :root { color-scheme: light dark; --ground: #fbfaf8; --panel: #f1eef5; --ink: #211c2b; --quiet: #655d75;
      --line: #d9d3e3; --accent: #8a2f6c; --wave: #c0492f; --bad: #a3162a; }
    @media (prefers-color-scheme: dark) { :root { --ground: #14111a; --panel: #1e1927; --ink: #eee9f4;
      --quiet: #a9a0b8; --line: #3a3446; --accent: #f0a3d4; --wave: #f08a4b; --bad: #ff8a94; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
    main { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
    h1 { font-size: 1.9rem; line-height: 1.2; margin: 0.5rem 0 0.25rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.3rem; margin: 2.25rem 0 0.5rem; overflow-wrap: anywhere; }
    h3, h4, h5, h6 { font-size: 1.05rem; margin: 1.5rem 0 0.5rem; overflow-wrap: anywhere; }
    a { color: var(--accent); }
    header { border-bottom: 1px solid var(--line); padding-bottom: 0.75rem; margin-bottom: 1rem; }
    .facts, .note { color: var(--quiet); font-size: 0.85rem; margin: 0.25rem 0; overflow-wrap: anywhere; }
    .prose { max-width: 46rem; overflow-wrap: anywhere; }
    .cell { margin: 1rem 0; }
    pre, code { font: 0.86rem/1.45 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
    pre { margin: 0.35rem 0; padding: 0.55rem 0.8rem; overflow-x: auto; border-radius: 6px; }
    .prose pre, .code, .recipe { background: var(--panel); }
    .code { border-left: 3px solid var(--accent); }
    .code, .output, .failure, .recipe { white-space: pre-wrap; overflow-wrap: anywhere; }
    .output { padding-top: 0.2rem; padding-bottom: 0.2rem; }
    .failure { color: var(--bad); border-left: 3px solid var(--bad); }
    figure { margin: 0.6rem 0; }
    .picture img { max-width: 100%; height: auto; display: block; border-radius: 6px; }
    .sounds { display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fill, minmax(min(14.5rem, 100%), 1fr)); }
    .sound { margin: 0; padding: 0.7rem 0.8rem; background: var(--panel); border-radius: 8px; min-width: 0; }
    .sound .picture { margin: 0.3rem 0; }
    figcaption { font-size: 0.9rem; overflow-wrap: anywhere; }
    .waveform { display: block; width: 100%; height: 4.5rem; fill: var(--wave); margin: 0.3rem 0; }
    audio { display: block; width: 100%; height: 2.4rem; margin: 0.3rem 0; }
    summary { cursor: pointer; color: var(--quiet); font-size: 0.85rem; }
    .runs ol { list-style: none; margin: 0; padding-left: 1rem; border-left: 2px solid var(--line); }
    .runs li { margin: 0.5rem 0; }
    .fork { margin-left: 1.25rem; }
    .branch { font-weight: 600; margin: 0.75rem 0 0.25rem; overflow-wrap: anywhere; }
    .node { display: grid; grid-template-columns: minmax(11rem, 1fr) 8rem minmax(12rem, 1.2fr); gap: 0.25rem 0.75rem;
      align-items: center; }
    .node .waveform { height: 2.2rem; }
    .node .facts { display: block; }
    .mark { padding: 0 0.5rem; border-radius: 1rem; background: var(--accent); color: var(--ground); font-size: 0.8rem;
      overflow-wrap: anywhere; }
    @media (max-width: 40rem) { .node { grid-template-columns: minmax(0, 1fr); } .fork { margin-left: 0.5rem; } }
    @media print { audio, summary { display: none; } }
    """
}
