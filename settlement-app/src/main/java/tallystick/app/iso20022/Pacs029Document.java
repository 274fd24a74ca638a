package tallystick.app.iso20022;

import com.prowidesoftware.swift.model.mx.MxPacs02900102;
import com.prowidesoftware.swift.model.mx.dic.ActiveCurrencyAndAmount;
import com.prowidesoftware.swift.model.mx.dic.AmountAndDirection5;
import com.prowidesoftware.swift.model.mx.dic.CreditDebitCode;
import com.prowidesoftware.swift.model.mx.dic.GroupHeader104;
import com.prowidesoftware.swift.model.mx.dic.MovementRecord2;
import com.prowidesoftware.swift.model.mx.dic.MultilateralSettlementRequest3;
import com.prowidesoftware.swift.model.mx.dic.MultilateralSettlementRequestV02;
import com.prowidesoftware.swift.model.mx.dic.OrganisationIdentification39;
import com.prowidesoftware.swift.model.mx.dic.Party52Choice;
import com.prowidesoftware.swift.model.mx.dic.PartyIdentification272;
import com.prowidesoftware.swift.model.mx.dic.SettlementInstruction14;
import com.prowidesoftware.swift.model.mx.dic.SettlementMethod2Code;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * pacs.029.001.02, a multilateral settlement request: all net positions of a window in one
 * currency, all or none. What is paid in is what is paid out, or there is no message.
 */
public final class Pacs029Document {

    private Pacs029Document() {}

    /**
     * The message, UTF-8.
     *
     * @param cycle {@code SttlmCycl}, the settlement cycle, 1 … 35 characters as of an id
     * @param movements 2 or more of one currency, each participant once; Σ paid in = Σ paid out
     */
    public static String of(Envelope envelope, String cycle, List<NetMovement> movements) {
        Envelope.requireId("SttlmCycl", cycle);
        requireBalanced(movements);
        BigDecimal sum = BigDecimal.ZERO;
        MultilateralSettlementRequest3 request =
                new MultilateralSettlementRequest3()
                        .setInstrId(envelope.messageId())
                        .setSttlmCycl(cycle)
                        .setNbOfMvmntRcrds(BigDecimal.valueOf(movements.size()));
        for (int i = 0; i < movements.size(); i++) {
            request.addMvmntRcrd(movement(i + 1, movements.get(i)));
            sum = sum.add(movements.get(i).amount().toDecimal());
        }
        GroupHeader104 header =
                new GroupHeader104()
                        .setMsgId(envelope.messageId())
                        .setCreDtTm(envelope.created())
                        .setNbOfSttlmReqs("1")
                        .setCtrlSum(sum)
                        .setSttlmInf(
                                new SettlementInstruction14()
                                        .setSttlmMtd(SettlementMethod2Code.CLRG));
        MxPacs02900102 message = new MxPacs02900102();
        message.setMulSttlmReq(
                new MultilateralSettlementRequestV02().setGrpHdr(header).addSttlmReq(request));
        return SchemaCheck.PACS_029.written(message);
    }

    private static void requireBalanced(List<NetMovement> movements) {
        Set<String> participants = new HashSet<>();
        Set<Uetr> references = new HashSet<>();
        Set<String> currencies = new HashSet<>();
        BigInteger sum = BigInteger.ZERO;
        for (NetMovement movement : movements) {
            participants.add(movement.participant().bic());
            references.add(movement.uetr());
            currencies.add(movement.amount().currency());
            BigInteger amount = BigInteger.valueOf(movement.amount().minorUnits());
            sum = movement.pays() ? sum.subtract(amount) : sum.add(amount);
        }
        MessageFault.require(movements.size() >= 2, "MvmntRcrd", "must be 2 or more");
        MessageFault.require(
                participants.size() == movements.size(), "Ptcpt", "must be there once each");
        MessageFault.require(
                references.size() == movements.size(), "UETR", "must be another of each movement");
        MessageFault.require(currencies.size() == 1, "Ccy", "must be one of all movements");
        MessageFault.require(
                sum.signum() == 0,
                "MvmntRcrd",
                "must pay out what is paid in, not " + sum + " more");
    }

    private static MovementRecord2 movement(int number, NetMovement told) {
        return new MovementRecord2()
                .setId(told.uetr().compact())
                .setSeqNb(BigDecimal.valueOf(number))
                .setAmt(
                        new AmountAndDirection5()
                                .setAmt(
                                        new ActiveCurrencyAndAmount()
                                                .setCcy(told.amount().currency())
                                                .setValue(told.amount().toDecimal()))
                                .setCdtDbt(
                                        told.pays() ? CreditDebitCode.DBIT : CreditDebitCode.CRDT))
                .setPtcpt(
                        new PartyIdentification272()
                                .setId(
                                        new Party52Choice()
                                                .setOrgId(
                                                        new OrganisationIdentification39()
                                                                .setAnyBIC(told.participant().bic())
                                                                .setLEI(
                                                                        told.participant()
                                                                                .lei()))));
    }
}
