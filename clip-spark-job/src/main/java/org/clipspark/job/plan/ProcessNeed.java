package org.clipspark.job.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipspark.job.plan.ProcessGrant.Limit;

/**
 * What one process of a run takes beside what it is given.
 *
 * @param grant what it is given
 * @param heapBytes the smallest Java heap that does
 * @param nativeBytes tensors and kernels
 */
record ProcessNeed(ProcessGrant grant, long heapBytes, long nativeBytes) {
    private static final long MIB = 1L << 20;
    /** Classes, compiled code, stacks and libraries, as measured; docs/plan-and-doctor.md has the table. */
    private static final long VIRTUAL_MACHINE = 384 * MIB;
    /** Tables of the garbage collector, by the size of the heap. */
    private static final int COLLECTOR_SHARE = 16;

    /** The Java heap that it will have: what it is given, or what it needs if that is more. */
    private long heap() {
        return Math.max(grant.heap().bytes(), heapBytes);
    }

    /** What it takes outside of the Java heap. */
    long outsideBytes() {
        return nativeBytes + VIRTUAL_MACHINE + heap() / COLLECTOR_SHARE;
    }

    /** All that it takes once its heap is full. */
    long residentBytes() {
        return heap() + outsideBytes();
    }

    /** Settings with which it would be killed or fail; one line each, with what to set. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        exceeds(problems, grant.heap(), heapBytes, "keeps up to %,d MiB on its Java heap");
        exceeds(problems, grant.outside(), outsideBytes(), "takes %,d MiB outside of its Java heap");
        exceeds(problems, grant.resident(), residentBytes(), "takes %,d MiB in all");
        if (residentBytes() > grant.machine().bytes()) {
            problems.add(String.format(
                    Locale.ROOT,
                    "%s has %,d MiB of memory, but the %s takes %,d MiB: lower train.batchSize or train.replicas, or set"
                            + " train.activationCheckpointing=true",
                    grant.machine().name(),
                    mib(grant.machine().bytes()),
                    grant.name(),
                    mib(residentBytes())));
        }
        return problems;
    }

    private void exceeds(List<String> problems, Limit limit, long need, String what) {
        if (need > limit.bytes()) {
            problems.add(String.format(
                    Locale.ROOT,
                    "%s is %,d MiB, but the %s %s: set %s",
                    limit.name(),
                    mib(limit.bytes()),
                    grant.name() + (grant.replicas() > 1 ? " of " + grant.replicas() + " replicas" : ""),
                    String.format(Locale.ROOT, what, mib(need)),
                    String.format(Locale.ROOT, limit.flag(), mib(need))));
        }
    }

    /** The figures, in MiB. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("replicas", grant.replicas());
        figures.put("heap_mib", mib(heapBytes));
        figures.put("native_mib", mib(nativeBytes));
        figures.put("overhead_mib", mib(outsideBytes()));
        figures.put("resident_mib", mib(residentBytes()));
        figures.put("given_heap_mib", mib(grant.heap().bytes()));
        if (!grant.outside().isUnknown()) {
            figures.put("given_overhead_mib", mib(grant.outside().bytes()));
        }
        return figures;
    }

    /** Rounded up. */
    static long mib(long bytes) {
        return (bytes + MIB - 1) / MIB;
    }
}
