package org.clipspark.job.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** A run as one of several: its curves over the pairs it had seen, since a step is worth as much only within a run. */
final class ComparedRun {
    private final String name;
    private final RunRecord run;
    private final List<MetricsEntry> entries;
    private final TreeMap<Long, Double> samplesByStep = new TreeMap<>();

    ComparedRun(String name, RunRecord run, List<MetricsEntry> entries) {
        this.name = name;
        this.run = run;
        this.entries = entries;
        samplesByStep.put(0L, 0.0);
        for (MetricsEntry entry : entries) {
            OptionalDouble samples = entry.value(MetricKeys.SAMPLES_SEEN);
            if (samples.isPresent()) {
                samplesByStep.merge(entry.step(), samples.getAsDouble(), Math::max);
            }
        }
    }

    static ComparedRun load(String name, Path folder) {
        return new ComparedRun(name, RunRecord.load(folder), MetricsLog.read(folder));
    }

    String name() {
        return name;
    }

    Curve curve(Measure measure) {
        return Curve.of(measure, entries);
    }

    /** Pairs seen to value, of what is drawn. */
    Map<Double, Double> points(Measure measure) {
        Map<Double, Double> points = new TreeMap<>();
        for (Curve.Point point : curve(measure).drawn()) {
            points.put(samplesAt(point.step()), point.value());
        }
        return points;
    }

    private double samplesAt(long step) {
        Map.Entry<Long, Double> known = samplesByStep.floorEntry(step);
        return known == null ? 0 : known.getValue();
    }

    /** Key path to value of the configuration. */
    Map<String, String> configuration() {
        return new ReportFacts(run).configuration();
    }
}
