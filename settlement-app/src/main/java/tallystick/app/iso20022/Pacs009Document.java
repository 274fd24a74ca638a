package tallystick.app.iso20022;

import com.prowidesoftware.swift.model.mx.MxPacs00900108;
import com.prowidesoftware.swift.model.mx.dic.ActiveCurrencyAndAmount;
import com.prowidesoftware.swift.model.mx.dic.BranchAndFinancialInstitutionIdentification6;
import com.prowidesoftware.swift.model.mx.dic.CreditTransferTransaction36;
import com.prowidesoftware.swift.model.mx.dic.FinancialInstitutionCreditTransferV08;
import com.prowidesoftware.swift.model.mx.dic.FinancialInstitutionIdentification18;
import com.prowidesoftware.swift.model.mx.dic.GroupHeader93;
import com.prowidesoftware.swift.model.mx.dic.PaymentIdentification7;
import com.prowidesoftware.swift.model.mx.dic.RemittanceInformation2;
import com.prowidesoftware.swift.model.mx.dic.SettlementInstruction7;
import com.prowidesoftware.swift.model.mx.dic.SettlementMethod1Code;

/**
 * pacs.009.001.08, a credit transfer between financial institutions: one leg. The settlement agent
 * moves the amount from the debtor's account with it to the creditor's.
 */
public final class Pacs009Document {

    private Pacs009Document() {}

    /**
     * The message, UTF-8, of which only {@code MsgId} and time differ when the leg is sent again.
     */
    public static String of(Envelope envelope, PaymentLeg leg) {
        GroupHeader93 header =
                new GroupHeader93()
                        .setMsgId(envelope.messageId())
                        .setCreDtTm(envelope.created())
                        .setNbOfTxs("1")
                        .setSttlmInf(
                                new SettlementInstruction7()
                                        .setSttlmMtd(SettlementMethod1Code.INDA));
        String id = leg.uetr().compact();
        CreditTransferTransaction36 transfer =
                new CreditTransferTransaction36()
                        .setPmtId(
                                new PaymentIdentification7()
                                        .setInstrId(id)
                                        .setEndToEndId(id)
                                        .setUETR(leg.uetr().text()))
                        .setIntrBkSttlmAmt(
                                new ActiveCurrencyAndAmount()
                                        .setCcy(leg.amount().currency())
                                        .setValue(leg.amount().toDecimal()))
                        .setIntrBkSttlmDt(leg.valueDate())
                        .setInstgAgt(institution(envelope.from()))
                        .setInstdAgt(institution(envelope.to()))
                        .setDbtr(institution(leg.debtor()))
                        .setCdtr(institution(leg.creditor()))
                        .setRmtInf(new RemittanceInformation2().addUstrd("window " + leg.window()));
        MxPacs00900108 message = new MxPacs00900108();
        message.setFICdtTrf(
                new FinancialInstitutionCreditTransferV08()
                        .setGrpHdr(header)
                        .addCdtTrfTxInf(transfer));
        return SchemaCheck.PACS_009.written(message);
    }

    private static BranchAndFinancialInstitutionIdentification6 institution(Institution told) {
        return new BranchAndFinancialInstitutionIdentification6()
                .setFinInstnId(
                        new FinancialInstitutionIdentification18()
                                .setBICFI(told.bic())
                                .setLEI(told.lei()));
    }
}
