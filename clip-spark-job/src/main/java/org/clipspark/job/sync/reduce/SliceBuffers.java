package org.clipspark.job.sync.reduce;

import java.util.ArrayList;
import java.util.List;

/** The slices that one member works with: one for each peer that it sends to and one that it receives in, kept for good. */
public final class SliceBuffers {
    private final int sliceFloats;
    private final List<WireSlice> outgoing = new ArrayList<>();
    private final WireSlice incoming;
    private final WeightedSum sum;

    /**
     * Allocates them.
     *
     * @param peers number of other members
     * @param sliceFloats floats of a slice, at least 1
     */
    public SliceBuffers(int peers, WireFormat format, int sliceFloats) {
        this.sliceFloats = sliceFloats;
        for (int i = 0; i < peers; i++) {
            outgoing.add(new WireSlice(format, sliceFloats));
        }
        incoming = new WireSlice(format, sliceFloats);
        sum = new WeightedSum(sliceFloats);
    }

    int sliceFloats() {
        return sliceFloats;
    }

    WireSlice outgoing(int peer) {
        return outgoing.get(peer);
    }

    WireSlice incoming() {
        return incoming;
    }

    WeightedSum sum() {
        return sum;
    }
}
