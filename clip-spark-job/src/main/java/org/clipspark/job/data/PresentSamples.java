package org.clipspark.job.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The samples of a stream that are not erased. */
final class PresentSamples implements Iterator<Sample> {
    private final Iterator<Sample> samples;
    private Optional<Sample> next = Optional.empty();

    PresentSamples(Iterator<Sample> samples) {
        this.samples = samples;
    }

    @Override
    public boolean hasNext() {
        while (next.isEmpty() && samples.hasNext()) {
            next = Optional.of(samples.next()).filter(sample -> !sample.isErased());
        }
        return next.isPresent();
    }

    @Override
    public Sample next() {
        if (!hasNext()) {
            throw new NoSuchElementException("All samples were given");
        }
        Sample sample = next.orElseThrow();
        next = Optional.empty();
        return sample;
    }
}
