package org.clipspark.job.sync.link;

import java.util.List;

/**
 * What a member has to show to join a ring.
 *
 * @param members all members by rank, at least 2
 * @param rank of this member
 * @param secret that all members know
 * @param ringId name of the ring: members of another one are strangers
 */
public record RingTicket(List<Rendezvous> members, int rank, RingSecret secret, String ringId) {
    /** Checks the ranks. */
    public RingTicket {
        members = List.copyOf(members);
        for (int i = 0; i < members.size(); i++) {
            Rendezvous member = members.get(i);
            if (member.rank() != i || member.size() != members.size()) {
                throw new IllegalArgumentException("Ring members must be given by rank, got " + member.message()
                        + " at place " + i + " of " + members.size());
            }
        }
        if (members.size() < 2 || rank < 0 || rank >= members.size()) {
            throw new IllegalArgumentException(
                    "A ring needs two members and a rank among them, got rank " + rank + " of " + members.size());
        }
    }

    List<Rendezvous> below() {
        return members.subList(0, rank);
    }

    List<Rendezvous> above() {
        return members.subList(rank + 1, members.size());
    }
}
