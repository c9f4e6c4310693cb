"use strict";
(() => {
  const charts = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const number = (value) => {
    const size = Math.abs(value);
    if (size !== 0 && size < 0.01) return value.toExponential(1);
    return size >= 1000 ? value.toLocaleString("en", { maximumFractionDigits: 1 }) : String(+value.toPrecision(4));
  };
  const percent = (value) => +(100 * value).toFixed(1) + " %";
  let plots = [];

  const axis = (values) => ({
    stroke: colour("--soft"),
    grid: { stroke: colour("--grid"), width: 1 },
    ticks: { stroke: colour("--line"), width: 1, size: 5 },
    font: "12px system-ui, sans-serif",
    values: (plot, splits) => splits.map((split) => (split === null ? "" : values(split))),
  });

  const options = (chart, width) => {
    const format = chart.percent ? percent : number;
    const steps = chart.columns[0];
    const colours = ["--c0", "--c1", "--c2", "--c3", "--c4", "--c5", "--c6", "--c7"];
    const single = steps.length === 1;
    const series = chart.labels.map((label, i) => ({
      label,
      stroke: colour(colours[i]),
      width: steps.length > 300 ? 1.5 : 2,
      spanGaps: true,
      points: { show: steps.length <= 40, size: 6, fill: colour(colours[i]) },
      value: (plot, value) => (value === null || value === undefined ? "–" : format(value)),
    }));
    const step = {
      label: chart.across ?? "Step",
      value: (plot, value, i, index) => {
        if (value === null || value === undefined || !(index >= 0)) return "–";
        return value.toLocaleString("en") + (chart.epochs ? " (epoch " + chart.epochs[index] + ")" : "");
      },
    };
    const range = (plot, low, high) => {
      if (low === null) return [0, 1];
      if (chart.percent) return [0, Math.min(1, Math.max(high * 1.08, 0.05))];
      const space = (high - low || Math.abs(high) || 1) * 0.08;
      return [low >= 0 ? Math.max(0, low - space) : low - space, high + space];
    };
    return {
      width,
      height: 210,
      cursor: { drag: { x: true, y: false } },
      scales: { x: { time: false, range: single ? () => [0, 2 * steps[0] || 1] : undefined }, y: { range } },
      axes: [{ ...axis(number), space: 70 }, { ...axis(format), size: 62 }],
      series: [step, ...series],
    };
  };

  const draw = () => {
    plots.forEach(({ plot }) => plot.destroy());
    plots = [];
    document.querySelectorAll("[data-chart]").forEach((place) => {
      const chart = charts[Number(place.dataset.chart)];
      if (chart.columns[0].length > 0) {
        const plot = new uPlot(options(chart, place.clientWidth), chart.columns, place);
        const showLast = () => plot.setLegend({ idx: chart.columns[0].length - 1 });
        // The library clears the legend after its first draw and when the pointer leaves: come after it.
        requestAnimationFrame(showLast);
        plot.over.addEventListener("mouseleave", () => requestAnimationFrame(showLast));
        plots.push({ place, plot });
      }
    });
  };

  const dark = matchMedia("(prefers-color-scheme: dark)");
  document.getElementById("theme").addEventListener("click", () => {
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : dark.matches;
    root.dataset.theme = isDark ? "light" : "dark";
    draw();
  });
  dark.addEventListener("change", draw);
  new ResizeObserver(() =>
    plots.forEach(({ place, plot }) => {
      if (place.clientWidth !== plot.width) plot.setSize({ width: place.clientWidth, height: 210 });
    }),
  ).observe(document.body);
  draw();
})();
