package org.clipspark.prep.filter;

import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.npy.UidList;
import org.clipspark.prep.shard.ShardSchema;

/**
 * Rows whose uid is in a list.
 *
 * @param uids sorted {@code .npy} of {@code u8,u8} as DataComp's subsets, at most 2^26 entries
 */
public record SubsetRule(String uids) implements RowRule {
    @Override
    public Condition condition(RuleFunctions functions) {
        UidList list = UidList.load(new Path(uids), functions.hadoop());
        String uid = Sql.column(ShardSchema.UID);
        String contains = functions.subset(uids, list) + "(" + uid + ")";
        return new Condition(
                "(CASE WHEN " + uid + " IS NOT NULL THEN " + contains + " END)",
                Sql.found(ShardSchema.UID, "concat('uid ', " + uid + ", " + Sql.text(" is not in " + uids) + ")"),
                Set.of(ShardSchema.UID));
    }
}
