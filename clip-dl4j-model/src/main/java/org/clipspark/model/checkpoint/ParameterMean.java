package org.clipspark.model.checkpoint;

import java.util.List;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.compute.Shape;

/**
 * The mean of the parameters of several files (Wortsman et al. 2022, model soups), computed tensor by tensor while it is
 * read from front to back: never more than one tensor is held. Sums are in double precision, rounded once.
 */
public final class ParameterMean implements FloatVector {
    private final ParameterLayout layout;
    private final List<SafetensorsFile> files;
    private final List<ParameterLayout.Entry> entries;
    private int current = -1;
    private float[] values = {};

    /**
     * The mean over these files.
     *
     * @param files at least one, each with all tensors of the layout and no other
     * @throws IllegalArgumentException if there is none, or one has other tensors
     */
    public ParameterMean(ParameterLayout layout, List<SafetensorsFile> files) {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("A mean needs at least one file of parameters, got none");
        }
        this.layout = layout;
        this.files = List.copyOf(files);
        this.entries = layout.entries();
        files.forEach(this::check);
    }

    private void check(SafetensorsFile file) {
        for (ParameterLayout.Entry entry : entries) {
            Shape shape = file.find(entry.name())
                    .map(SafetensorsFile.Entry::shape)
                    .orElseThrow(() -> new IllegalArgumentException(
                            file.location() + " lacks '" + entry.name() + "' and cannot be averaged with the others"));
            if (!shape.equals(entry.shape())) {
                throw new IllegalArgumentException("'" + entry.name() + "' of " + file.location() + " has shape "
                        + shape + ", that of the others is " + entry.shape());
            }
        }
        if (file.entries().size() != entries.size()) {
            throw new IllegalArgumentException(
                    file.location() + " has " + file.entries().size() + " tensors, the others have " + entries.size());
        }
    }

    @Override
    public long size() {
        return layout.size();
    }

    @Override
    public void read(long offset, float[] to, int toIndex, int count) {
        long at = offset;
        int done = 0;
        while (done < count) {
            ParameterLayout.Entry entry = load(at);
            int within = Math.toIntExact(at - entry.offset());
            int some = Math.min(count - done, values.length - within);
            System.arraycopy(values, within, to, toIndex + done, some);
            done += some;
            at += some;
        }
    }

    /** Makes {@link #values} those of the tensor at that place. */
    private ParameterLayout.Entry load(long offset) {
        int index = Math.max(0, current);
        while (offset
                >= entries.get(index).offset() + entries.get(index).shape().size()) {
            index++;
        }
        while (offset < entries.get(index).offset()) {
            index--;
        }
        if (index != current) {
            values = mean(entries.get(index).name());
            current = index;
        }
        return entries.get(index);
    }

    private float[] mean(String name) {
        double[] sum = files.get(0).doubles(name);
        for (SafetensorsFile file : files.subList(1, files.size())) {
            double[] other = file.doubles(name);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += other[i];
            }
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / files.size());
        }
        return mean;
    }

    /** Refuses: a mean is only read. */
    @Override
    public void write(long offset, float[] from, int fromIndex, int count) {
        throw new UnsupportedOperationException("A mean of files cannot be written to");
    }
}
