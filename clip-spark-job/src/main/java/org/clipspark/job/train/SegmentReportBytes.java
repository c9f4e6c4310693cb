package org.clipspark.job.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A report on its way between replicas. */
final class SegmentReportBytes {
    private SegmentReportBytes() {}

    static byte[] write(SegmentReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeBoolean(report.report().diverged());
            out.writeBoolean(report.stopRequested());
            out.writeLong(report.end());
            out.writeInt(report.report().steps().size());
            for (StepRecord step : report.report().steps()) {
                out.writeLong(step.step());
                out.writeLong(step.samples());
                out.writeDouble(step.loss());
                out.writeDouble(step.learningRate());
                out.writeDouble(step.gradientNorm());
                out.writeDouble(step.logitScale());
            }
            out.writeInt(report.events().size());
            for (SegmentEvent event : report.events()) {
                out.writeUTF(event.kind());
                out.writeUTF(event.message());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to memory", e);
        }
        return bytes.toByteArray();
    }

    static SegmentReport read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            boolean diverged = in.readBoolean();
            boolean stop = in.readBoolean();
            long end = in.readLong();
            EpochReport steps = new EpochReport(steps(in), diverged);
            return new SegmentReport(steps, end, stop, events(in));
        } catch (IOException e) {
            throw new UncheckedIOException("A replica sent half a report", e);
        }
    }

    private static List<StepRecord> steps(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<StepRecord> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(new StepRecord(
                    in.readLong(), in.readLong(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()));
        }
        return steps;
    }

    private static List<SegmentEvent> events(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<SegmentEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new SegmentEvent(in.readUTF(), in.readUTF()));
        }
        return events;
    }
}
