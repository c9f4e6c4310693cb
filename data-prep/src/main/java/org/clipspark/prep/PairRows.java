package org.clipspark.prep;

import java.util.Iterator;
import java.util.List;
import org.clipspark.prep.fetch.FetchConfig;
import org.clipspark.prep.fetch.FetchStatus;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.source.SourcePair;
import org.clipspark.prep.stage.RowMaker;
import org.clipspark.prep.stage.RowTest;

/**
 * Makes rows of pairs: fetches where there is an address only, and checks.
 *
 * @param settings of the checks
 * @param fetch how images are fetched, one or none (an Optional does not travel); without it, pairs without an image are an
 *     error
 */
record PairRows(PairPreparation.Settings settings, List<FetchConfig> fetch) implements RowMaker {
    static PairRows of(PrepConfig config) {
        return new PairRows(
                PairPreparation.Settings.of(config), config.fetch().stream().toList());
    }

    @Override
    public Iterator<ShardRow> rows(Iterator<SourcePair> pairs) {
        PairPreparation preparation = new PairPreparation(settings);
        return fetch.isEmpty()
                ? new OwnImages(pairs, preparation)
                : new FetchedRows(
                        pairs, preparation, fetch.get(0), settings.image().maxBytes());
    }

    /** Pairs that bring their images. */
    private record OwnImages(Iterator<SourcePair> pairs, PairPreparation preparation) implements Iterator<ShardRow> {
        @Override
        public boolean hasNext() {
            return pairs.hasNext();
        }

        @Override
        public ShardRow next() {
            SourcePair pair = pairs.next();
            if (preparation.isWorthFetching(pair)) {
                throw new PrepException("Row " + pair.origin().position() + " of "
                        + pair.origin().file() + " has an address and no image: add a fetch section to the config");
            }
            return preparation.prepare(pair);
        }
    }

    /** Whether a row failed for a reason that may have passed. */
    static boolean isRetryable(ShardRow row) {
        return FetchStatus.isRetryable(row.status().label());
    }

    @Override
    public Iterator<ShardRow> again(Iterator<ShardRow> rows, RowTest wanted) {
        return new RetriedRows(rows, wanted, this::rows);
    }
}
